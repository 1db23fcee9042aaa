// Package paper composes what is read off an inspection and signed by nobody
// in Khéo: the remedy report (báo cáo kết quả khắc phục), a draft the host
// numbers and signs by its own rules, and the appendix of figures (phụ lục số
// liệu) as a workbook. The papers that a step freezes are composed in
// inspection.
package paper
