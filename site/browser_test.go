package site_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"kheo"
	"kheo/internal/browser"
	"kheo/site"
)

// The browser pass. It runs where KHEO_BROWSER names a browser, as `make
// check` does, and leaves a picture of every page in the directory that
// KHEO_PICTURES names.

// Every page a visitor of the sample comes to first, in both languages, at a
// phone's width and a desk's, light and dark: none scrolls sideways, breaks an
// axe rule or asks another host for anything.
func TestPagesInABrowser(t *testing.T) {
	t.Parallel()
	b, office, root := openBrowser(t)
	for _, p := range visited(t, office, root) {
		enter(t, b, root, p)
		for _, path := range []string{p.VI, p.EN} {
			for _, width := range []int{360, 1280} {
				for _, dark := range []bool{false, true} {
					look(t, b, root, path, width, dark)
				}
			}
		}
	}
}

// visited are the places of the walk that have come, and the pages one meets
// beside them.
func visited(t *testing.T, office *site.Site, root string) []site.Step {
	t.Helper()
	places := slices.DeleteFunc(office.Walk(), func(s site.Step) bool { return s.Late }) // its time comes in the main job
	for _, p := range []string{"/nghe /listen", "/noi /explain", "/lam /act", "/kiem-tra /inspections", "/mo-hinh/MH-23-0001 /models/MH-23-0001",
		"/viec-no-dan /owed", "/viec-no-dan/thu-hai /owed/monday", "/viec/KN-23-0002 /matters/KN-23-0002", "/lich-lam-viec /working-days", "/quy-dinh /rules", "/so-chung/dong /ledger/entries",
		"/phan-anh/moi /concerns/new", "/phan-anh/xem /concerns/track", "/di-duong-nao /which-way", "/linh-vuc /topics", "/tim?q=cong /search?q=cong",
		"/dang-noi-len /rising", "/nhip-chuyen /hand-overs", published(t, root)} {
		vi, en, _ := strings.Cut(p, " ")
		places = append(places, site.Step{VI: vi, EN: "/en" + en})
	}
	places = append(places, []site.Step{
		{Role: "lanh-dao-xa", VI: "/ban-viec", EN: "/en/desk"}, {Role: "truong-ap", VI: "/gui-giup", EN: "/en/help"},
		{Role: "kinh-te", VI: "/ban-viec/tim-loi", EN: "/en/desk/words"}, {Role: "kinh-te", VI: "/tai-khoan", EN: "/en/account"},
		{Role: "kinh-te", VI: "/tai-khoan/khoa", EN: "/en/account/passkeys"}, {VI: "/dang-nhap", EN: "/en/sign-in"},
		{Role: "lanh-dao-ban", VI: "/phieu-cham/PC-26-0001", EN: "/en/score-sheets/PC-26-0001"}, {VI: "/bo-tieu-chi/TC-26-0001", EN: "/en/schemes/TC-26-0001"},
		{Role: "thanh-vien-doan", Day: "2023-12-01", VI: "/mo-hinh", EN: "/en/models"}, {Role: "quan-tri", VI: "/quy-tac-chuyen", EN: "/en/routing"},
		{Role: "quan-tri", VI: "/lich-lam-viec/rieng", EN: "/en/working-days/own"}, {VI: "/dev/pages/calendarweb/3", EN: "/dev/pages/calendarweb/5"},
		{Role: "can-bo-xa", VI: "/mo-hinh/tu-bang", EN: "/en/models/from-table"}, {Role: "lanh-dao-xa", VI: "/mau-giay", EN: "/en/stationery"},
		{VI: "/dev/pages/draftweb/1", EN: "/dev/pages/modelweb/6"}, // what needs two people, and a file
		{Role: "lanh-dao-ban", VI: "/phieu-cham/PC-23-0001/in", EN: "/en/score-sheets/PC-23-0001/print"},
		{Role: "lanh-dao-ban", Day: "2025-07-01", VI: "/kiem-tra/KT-23-0001/phuc-tra", EN: "/en/inspections/KT-23-0001/recheck"},
	}...)
	return append(places, site.Step{Role: "lanh-dao-ban", Day: "2025-07-01", VI: "/viec/KN-23-0002/chon-noi-nhan", EN: "/en/matters/KN-23-0002/choose"})
}

// published is the page of a concern that was answered, in both languages.
func published(t *testing.T, root string) string {
	t.Helper()
	r, err := http.Get(root + "/open311/v2/requests.json?extended_status=answered")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	var list []struct {
		ID string `json:"service_request_id"`
	}
	if err := json.NewDecoder(r.Body).Decode(&list); err != nil || len(list) == 0 {
		t.Fatalf("no answered concern in the sample: %v", err)
	}
	return "/phan-anh/" + list[0].ID + " /concerns/" + list[0].ID
}

// A stage is one page of the main job: who does it, what is typed, and the
// button that is pressed.
type stage struct {
	role, vi, en string
	typed        map[string]string // by the field's name
	file         string            // for the field that takes files
	button       string
	then         string // what the next page says
}

// mainJob is this year's inspection of the sample, from the self-report to the
// last verdict.
func mainJob() []stage {
	vi, en := "/kiem-tra/KT-26-0001", "/en/inspections/KT-26-0001"
	matter, matterEN := "/viec/KN-26-0001", "/en/matters/KN-26-0001"
	return []stage{
		{"lanh-dao-xa", vi + "/tu-kiem-tra", en + "/self-report", nil, "", "Nộp báo cáo", "Đang chờ ngày kiểm tra tại chỗ"},
		{"thanh-vien-doan", vi + "/tai-cho", en + "/visit", map[string]string{"words": "Mười ấp đều có tổ tự quản"}, "", "Ghi thêm", "Mười ấp đều có tổ tự quản"},
		{"thanh-vien-doan", vi + "/tai-cho", en + "/visit", nil, "", "Xong tại chỗ", "Biên bản"},
		{"thanh-vien-doan", vi + "/bien-ban", en + "/minutes", nil, "", "Hai bên đã ký", "Kết luận"},
		{"lanh-dao-ban", vi + "/ket-luan", en + "/conclusion", map[string]string{"words": "Đã làm tốt nhiều việc.", "rec1.title": "Công khai lời hứa sau đối thoại",
			"rec1.product": "Bảng lời hứa", "rec1.due": "2027-03-31"}, "", "Ra thông báo", "0 trên 1 xong"},
		{"lanh-dao-ban", vi, en, nil, "", "Công bố kết luận", "Khắc phục"},
		{"can-bo-xa", matter, matterEN, nil, "", "Nhận việc", "Đang làm"},
		{"can-bo-xa", matter, matterEN, map[string]string{"text": "Đã dán bảng ở mười ấp."}, "proof.pdf", "Gửi trả lời", "Đã dán bảng"},
		{"thanh-vien-doan", matter, matterEN, nil, "", "Đã xong", "KN-26-0001"},
		{"lanh-dao-ban", vi + "/phuc-tra", en + "/recheck", map[string]string{"day": "2026-12-21"}, "", "Định ngày", "21/12/2026"},
	}
}

// The main job, each page first looked at in both languages and widths, then
// done at a phone's width with scripts off.
func TestTheMainJobInABrowser(t *testing.T) {
	t.Parallel()
	b, _, root := openBrowser(t)
	for _, s := range mainJob() {
		enter(t, b, root, site.Step{Role: s.role})
		for _, path := range []string{s.vi, s.en} {
			for _, width := range []int{360, 1280} {
				look(t, b, root, path, width, false)
			}
		}
		act(t, b, root, s)
	}
}

// act does one stage with scripts off.
func act(t *testing.T, b *browser.Browser, root string, s stage) {
	t.Helper()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s as %s: %v", s.vi, s.role, err)
		}
	}
	check(b.Look(360, false))
	check(b.Scripts(false))
	status, err := b.Open(root + s.vi)
	if err != nil || status != 200 {
		t.Fatalf("%s as %s, without scripts: status %d, %v", s.vi, s.role, status, err)
	}
	for name, text := range s.typed {
		check(b.Do(chromedp.SetValue(fmt.Sprintf(`//main//*[@name=%q]`, name), text)))
	}
	if s.file != "" {
		path, err := filepath.Abs("testdata/story/files/" + s.file)
		check(err)
		check(b.Do(chromedp.SetUploadFiles(`//main//input[@type="file"]`, []string{path})))
		check(b.Do(chromedp.Click(`//main//input[@type="radio" and @value="acted"]`)))
	}
	status, err = b.Press(fmt.Sprintf(`//main//button[starts-with(normalize-space(.), %q)]`, s.button))
	if err != nil || status != 200 {
		picture(t, b, "failed "+s.vi)
		t.Fatalf("%s as %s: pressed %q: status %d, %v", s.vi, s.role, s.button, status, err)
	}
	check(b.Scripts(true))
	text, err := browser.Eval[string](b, `document.querySelector("main").textContent`)
	check(err)
	if !strings.Contains(squeeze(text), s.then) {
		t.Fatalf("%s as %s: after %q the page does not say %q", s.vi, s.role, s.button, s.then)
	}
}

// openBrowser serves a seeded office and opens a browser on it.
func openBrowser(t *testing.T) (*browser.Browser, *site.Site, string) {
	t.Helper()
	if os.Getenv(browser.Env) == "" {
		t.Skip("no browser: name one in " + browser.Env)
	}
	c := &clock{at: time.Date(2026, 11, 23, 9, 0, 0, 0, kheo.Zone)}
	office := openOffice(t, "", plant(t, "", c).dir, c)
	server := httptest.NewServer(office)
	t.Cleanup(server.Close)
	b, stop, err := browser.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	return b, office, server.URL
}

// enter stands on the step's day in the step's role.
func enter(t *testing.T, b *browser.Browser, root string, step site.Step) {
	t.Helper()
	day := string(step.Day)
	if day == "" {
		day = "today"
	}
	script := fmt.Sprintf(`(async () => {
		const send = (path, body) => fetch(path, {method: "POST", body: new URLSearchParams(body)});
		await send("/dev/day", {day: %q, back: "/healthz"});
		const r = await send(%q, {role: %q, back: "/healthz"});
		return r.status;
	})()`, day, signPath(step.Role), step.Role)
	if _, err := b.Open(root + "/xa-cu"); err != nil {
		t.Fatal(err)
	}
	status, err := browser.Eval[int](b, script)
	if err != nil || status != 200 {
		t.Fatalf("%s on %s: status %d, %v", step.Role, day, status, err)
	}
}

func signPath(role string) string {
	if role == "" {
		return "/dev/sign-out"
	}
	return "/dev/sign-in"
}

// look opens a page, photographs it and holds it against what every page must.
func look(t *testing.T, b *browser.Browser, root, path string, width int, dark bool) {
	t.Helper()
	shade := "light"
	if dark {
		shade = "dark"
	}
	name := fmt.Sprintf("%s %d %s", path, width, shade)
	if err := b.Look(width, dark); err != nil {
		t.Fatal(err)
	}
	status, err := b.Open(root + path)
	if err != nil || status != 200 {
		t.Errorf("%s: status %d, %v", name, status, err)
		return
	}
	picture(t, b, name)
	wide, err := browser.Eval[int](b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`)
	if err != nil || wide > 0 {
		t.Errorf("%s: %d pixels wider than the window (%v)", name, wide, err)
	}
	foreign, err := browser.Eval[string](b, `performance.getEntriesByType("resource").map(r => r.name).filter(n => !n.startsWith(location.origin)).join(" ")`)
	if err != nil || foreign != "" {
		t.Errorf("%s: asks another host for %s (%v)", name, foreign, err)
	}
	for _, v := range violations(t, b, dark) {
		t.Errorf("%s: %s", name, v)
	}
}

// violations are the axe rules the page breaks, with the first place of each.
// In the dark only what rests on colours is asked again.
func violations(t *testing.T, b *browser.Browser, dark bool) []string {
	t.Helper()
	axe, err := os.ReadFile("testdata/axe/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	rules := `["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]`
	if dark {
		rules = `{type: "rule", values: ["color-contrast", "link-in-text-block"]}`
	}
	found, err := browser.Eval[string](b, string(axe)+`;
		axe.run(document, {runOnly: `+rules+`}).then(r =>
			JSON.stringify(r.violations.map(v => v.id + ": " + v.help + " (" + v.nodes.length + " places) " + v.nodes[0].html.slice(0, 200) + " " + (v.nodes[0].any[0]?.message ?? ""))))`)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	if err := json.Unmarshal([]byte(found), &list); err != nil {
		t.Fatal(err)
	}
	return list
}

var odd = regexp.MustCompile(`[^\p{L}\p{N}]+`)

func picture(t *testing.T, b *browser.Browser, name string) {
	t.Helper()
	dir := os.Getenv("KHEO_PICTURES")
	if dir == "" {
		return
	}
	png, err := b.Photograph()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, strings.Trim(odd.ReplaceAllString(name, "-"), "-")+".png")
	if err := os.WriteFile(file, png, 0o644); err != nil {
		t.Fatal(err)
	}
}
