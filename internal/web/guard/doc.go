// Package guard stands before a form that anybody may send: it counts by
// network without keeping an address, and past a soft limit asks the sender's
// device for a little work. It never refuses: a whole hamlet may stand behind
// one address.
//
//	if limits.Take(a.Request, a.Who.At) {
//		if err := work.Check(a.Who.At, a.PostForm); err != nil {
//			return err // 429: the form comes back whole, with its puzzle
//		}
//	}
package guard
