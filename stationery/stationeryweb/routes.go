package stationeryweb

import (
	"net/http"

	"kheo/internal/blob"
	"kheo/internal/web"
)

// Routes of the stationery.
func Routes(blobs *blob.Store) []web.Route {
	const get, post = http.MethodGet, http.MethodPost
	d := door{blobs}
	return []web.Route{
		{Name: "stationery.list", Method: get, VI: "/mau-giay", EN: "/stationery", Handle: list},
		{Name: "stationery.show", Method: get, VI: "/mau-giay/{body}/{kind}", EN: "/stationery/{body}/{kind}", Handle: show},
		{Name: "stationery.choose", Method: post, VI: "/mau-giay/{body}/{kind}", EN: "/stationery/{body}/{kind}", Handle: choose},
		{Name: "stationery.sample", Method: get, VI: "/mau-giay/{body}/{kind}/mau-de-sua", EN: "/stationery/{body}/{kind}/to-change", Handle: sample},
		{Name: "stationery.template", Method: get, VI: "/mau-giay/{body}/{kind}/mau", EN: "/stationery/{body}/{kind}/template", Handle: d.template},
		{Name: "stationery.bring", Method: post, VI: "/mau-giay/{body}/{kind}/mau", EN: "/stationery/{body}/{kind}/template", Handle: d.bring, Upload: maxUpload},
		{Name: "stationery.put-away", Method: post, VI: "/mau-giay/{body}/{kind}/bo-mau", EN: "/stationery/{body}/{kind}/put-away", Handle: putAway},
	}
}

type door struct{ blobs *blob.Store }
