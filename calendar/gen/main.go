// Gen writes calendar/holidays.txt from the public list of Vietnamese
// holidays. Run it with go generate ./calendar; the list lies in the folder
// that KHEO_SHARED names, ../shared beside the repository by default.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"kheo/calendar"
)

const head = `# Written by go generate ./calendar from data/holidays_vn.csv; see NOTICE.
# "= source" holds for the days under it; then date, kind, name | English name.
`

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "calendar/gen:", err)
		os.Exit(1)
	}
}

func run() error {
	shared := os.Getenv("KHEO_SHARED")
	if shared == "" {
		shared = "../../shared" // go generate runs in calendar/
	}
	path := filepath.Join(shared, "data", "holidays_vn.csv")
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	days, bad, err := calendar.ReadCSV(path, f)
	if err != nil {
		return err
	}
	if len(bad) > 0 {
		return bad[0]
	}
	return os.WriteFile("holidays.txt", []byte(head+calendar.Encode(days)), 0o644)
}
