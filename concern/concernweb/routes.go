package concernweb

import "kheo/internal/web"

// Routes are the residents' pages.
func Routes(d Deps) []web.Route {
	p := newPages(d)
	return []web.Route{
		{Name: "concern.list", Method: "GET", VI: "/phan-anh", EN: "/concerns", Handle: p.list},
		{Name: "concern.feed", Method: "GET", VI: "/phan-anh/tin.atom", EN: "/concerns/feed.atom", Handle: p.feed},
		{Name: "concern.track", Method: "GET", VI: "/phan-anh/xem", EN: "/concerns/track", Handle: p.track},
		{Name: "concern.new", Method: "GET", VI: "/phan-anh/moi", EN: "/concerns/new", Handle: p.door},
		{Name: "concern.write", Method: "GET", VI: "/phan-anh/moi/viet", EN: "/concerns/new/write", Handle: p.write},
		{Name: "concern.write", Method: "POST", VI: "/phan-anh/moi/viet", EN: "/concerns/new/write", Handle: p.send, Upload: maxPhoto},
		{Name: "concern.near", Method: "POST", VI: "/phan-anh/moi/gan-giong", EN: "/concerns/new/alike", Handle: p.near},
		{Name: "concern.guided", Method: "GET", VI: "/phan-anh/moi/khieu-nai", EN: "/concerns/new/complaint", Handle: p.guided},
		{Name: "concern.guided", Method: "POST", VI: "/phan-anh/moi/khieu-nai", EN: "/concerns/new/complaint", Handle: p.guide},
		{Name: "concern.show", Method: "GET", VI: "/phan-anh/{code}", EN: "/concerns/{code}", Handle: p.show},
		{Name: "concern.slip", Method: "GET", VI: "/phan-anh/{code}/giay-hen", EN: "/concerns/{code}/slip", Handle: p.slip},
		{Name: "concern.photo", Method: "GET", VI: "/phan-anh/{code}/anh/{sha256}", EN: "/concerns/{code}/photos/{sha256}", Handle: p.photo},
		{Name: "concern.open", Method: "GET", VI: "/phan-anh/{code}/mo", EN: "/concerns/{code}/open", Handle: p.askSecret},
		{Name: "concern.open", Method: "POST", VI: "/phan-anh/{code}/mo", EN: "/concerns/{code}/open", Handle: p.open},
		{Name: "concern.leave", Method: "POST", VI: "/phan-anh/{code}/dong", EN: "/concerns/{code}/leave", Handle: p.leave},
		{Name: "concern.verdict", Method: "GET", VI: "/phan-anh/{code}/chua-xong", EN: "/concerns/{code}/not-settled", Handle: p.askWhy},
		{Name: "concern.speak", Method: "POST", VI: "/phan-anh/{code}/y-kien", EN: "/concerns/{code}/verdict", Handle: p.speak},
		{Name: "concern.withdraw", Method: "GET", VI: "/phan-anh/{code}/rut-lai", EN: "/concerns/{code}/withdraw", Handle: p.askWithdraw},
		{Name: "concern.withdrawn", Method: "POST", VI: "/phan-anh/{code}/rut-lai", EN: "/concerns/{code}/withdraw", Handle: p.withdraw},
		{Name: "concern.unjoin", Method: "POST", VI: "/phan-anh/{code}/tach-rieng", EN: "/concerns/{code}/part", Handle: p.unjoin},
		{Name: "concern.help", Method: "GET", VI: "/gui-giup", EN: "/help", Handle: p.help},
		{Name: "concern.helped", Method: "POST", VI: "/gui-giup", EN: "/help", Handle: p.helped, Upload: maxPhoto},
		{Name: "concern.callbacks", Method: "GET", VI: "/goi-lai", EN: "/call-back", Handle: p.callbacks},
		{Name: "concern.ring", Method: "POST", VI: "/goi-lai/{code}", EN: "/call-back/{code}", Handle: p.ring},
	}
}
