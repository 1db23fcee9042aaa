package web

// weekdays heads a month, Monday first.
func weekdays(v View) []string {
	if v.English() {
		return []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}
	}
	return []string{"T2", "T3", "T4", "T5", "T6", "T7", "CN"}
}
