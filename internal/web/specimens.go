package web

import "kheo"

// Specimens are this package's own: the pieces every page is drawn with, and
// the error pages.
func Specimens() []Specimen {
	list := []Specimen{}
	for _, status := range []int{400, 403, 404, 405, 409, 413, 422, 500, 503} {
		list = append(list, Specimen{Name: "error " + itoa(status), Page: func(v View) Page {
			var err error
			switch status {
			case 409:
				err = kheo.Wrong{From: "assigned", To: "confirmed", Possible: []string{"in_hand", "answered"}}
			case 422:
				err = kheo.Faults{{Field: "day", Key: "web.fault.day"}}
			}
			return errorPage(&Ask{View: v, Ref: "7K3M-Q2"}, status, err)
		}})
	}
	return list
}
