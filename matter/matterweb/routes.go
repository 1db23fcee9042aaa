package matterweb

import "kheo/internal/web"

// Routes are the pages of matters.
func Routes(d Deps) []web.Route {
	return append(d.deedRoutes(), []web.Route{
		{Name: "matter.show", Method: "GET", VI: "/viec/{code}", EN: "/matters/{code}", Handle: d.show},
		{Name: "matter.proof", Method: "GET", VI: "/viec/{code}/bang-chung/{sha256}", EN: "/matters/{code}/proofs/{sha256}", Handle: d.proofFile},
		{Name: "matter.take", Method: "POST", VI: "/viec/{code}/nhan", EN: "/matters/{code}/take", Handle: d.take},
		{Name: "matter.answer", Method: "POST", VI: "/viec/{code}/tra-loi", EN: "/matters/{code}/answer", Handle: d.answer, Upload: maxProof},
		{Name: "matter.judge", Method: "POST", VI: "/viec/{code}/xac-nhan", EN: "/matters/{code}/verdict", Handle: d.judge},
		{Name: "matter.choose", Method: "GET", VI: "/viec/{code}/chon-noi-nhan", EN: "/matters/{code}/choose", Handle: d.choose},
		{Name: "matter.chosen", Method: "POST", VI: "/viec/{code}/chon-noi-nhan", EN: "/matters/{code}/choose", Handle: d.chosen},
		{Name: "matter.compare", Method: "GET", VI: "/viec/{code}/doi-chieu", EN: "/matters/{code}/compare", Handle: d.compare},
		{Name: "matter.compare", Method: "POST", VI: "/viec/{code}/doi-chieu", EN: "/matters/{code}/compare", Handle: d.compareWords},
		{Name: "matter.words", Method: "GET", VI: "/viec/{code}/loi-nguoi-gui", EN: "/matters/{code}/words", Handle: d.words},
		{Name: "matter.words", Method: "POST", VI: "/viec/{code}/loi-nguoi-gui", EN: "/matters/{code}/words", Handle: d.openWords},
		{Name: "matter.photo", Method: "GET", VI: "/viec/{code}/anh/{sha256}", EN: "/matters/{code}/photos/{sha256}", Handle: d.photo},
		{Name: "matter.publish", Method: "POST", VI: "/viec/{code}/cong-khai", EN: "/matters/{code}/publish", Handle: d.publish},
	}...)
}
