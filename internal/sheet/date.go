package sheet

import (
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Date turns the number by which Excel keeps a day into the day, 2023-12-01;
// anything else stays as it was written.
func Date(cell string) string {
	n, err := strconv.ParseFloat(strings.TrimSpace(cell), 64)
	if err != nil || !(n >= 20000 && n <= 80000) { // 1954 to 2119
		return cell
	}
	day, err := excelize.ExcelDateToTime(n, false)
	if err != nil {
		return cell
	}
	return day.Format("2006-01-02")
}
