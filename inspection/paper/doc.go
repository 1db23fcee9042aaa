// Package paper composes the papers of an inspection from what is recorded, in
// Vietnamese, the language of the office's registry: the plan, the outline's
// letter, the self-report, the minutes and the notice of conclusion, which a
// step numbers and freezes; the remedy report (báo cáo kết quả khắc phục), a
// draft the host numbers and signs by its own rules; and the appendix of figures
// (phụ lục số liệu) as a workbook. It writes nothing: report freezes.
package paper
