// Package reportweb hands papers out: the frozen .docx and the signed scan,
// byte for byte. What is not published is there for those only whom the given
// rule lets read it; for everybody else it does not exist.
package reportweb
