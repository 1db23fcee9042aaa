package web_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/a-h/templ"

	"kheo/internal/browser"
	"kheo/internal/web"
	"kheo/internal/web/guard"
	"kheo/internal/web/webtest"
	"kheo/lang"
)

// A window is a form with everything a script adds to one, and what it took.
type window struct {
	mu    sync.Mutex
	work  *guard.Work
	busy  int // so many sendings are not taken
	taken []string
	ids   []string
}

func (d *window) page(w http.ResponseWriter, a *web.Ask) error {
	return a.Show(w, web.Page{Title: "x", Locates: true, Body: templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		_, err := io.WriteString(w, `<h1>x</h1><form id="form" method="post" action="/gui" enctype="multipart/form-data" data-draft="x">`)
		for _, c := range []templ.Component{web.DraftNote(a.View), web.ClientField(a.Client()), web.Field{Name: "text", Label: "x"}.Area(a.View),
			web.Field{Name: "secret", Label: "y"}.Text(a.View), web.Field{Name: "photo", Label: "z"}.Photo(a.View), web.Work(a.View, d.work.Issue(a.Who.At), ""),
			web.SpotField{Field: web.Field{Name: "place", Label: "o"}, Places: []web.SpotPlace{{Value: "a", Name: "A", Lat: 10.5, Lon: 106.5}, {Value: "b", Name: "B", Lat: 10.6, Lon: 106.6}}}.Show(a.View),
			web.RowCheck(a.View, "bulk", "1", "one"), web.RowCheck(a.View, "bulk", "2", "two")} {
			if err == nil {
				err = c.Render(ctx, w)
			}
		}
		if err == nil {
			_, err = io.WriteString(w, `<button name="b" value="pressed">x</button></form>`)
		}
		if err == nil {
			err = web.Bulk{ID: "bulk", Action: "/gui", Label: "l", Choices: []web.Option{{Value: "c", Label: "c"}}}.Show(a.View).Render(ctx, w)
		}
		return err
	})})
}

func (d *window) take(w http.ResponseWriter, a *web.Ask) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ids = append(d.ids, a.PostFormValue("client"))
	if d.busy > 0 {
		d.busy--
		return context.DeadlineExceeded
	}
	if err := d.work.Check(a.Who.At, a.PostForm); err != nil {
		return err
	}
	d.taken = append(d.taken, a.PostFormValue("text")+"|"+a.PostFormValue("b"))
	return a.Go(w, "/xong")
}

func openDesk(t *testing.T) (*window, *browser.Browser, string) {
	t.Helper()
	if os.Getenv(browser.Env) == "" {
		t.Skip(browser.Env + " names no browser")
	}
	d := &window{work: guard.NewWork()}
	s, err := web.New(web.Config{Office: webtest.Office(), Chrome: web.Chrome{}, Routes: []web.Route{
		{Name: "desk.page", Method: "GET", VI: "/gui", EN: "/send", Handle: d.page},
		{Name: "desk.take", Method: "POST", VI: "/gui", EN: "/send", Handle: d.take, Upload: 1 << 20},
		{Name: "desk.done", Method: "GET", VI: "/xong", EN: "/done", Handle: func(w http.ResponseWriter, a *web.Ask) error {
			return a.Show(w, web.Page{Title: "x", Body: words("done")})
		}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	office := httptest.NewServer(s)
	t.Cleanup(office.Close)
	b, stop, err := browser.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	visit(t, b, office.URL+"/gui")
	return d, b, office.URL
}

func visit(t *testing.T, b *browser.Browser, url string) {
	t.Helper()
	if status, err := b.Open(url); err != nil || status != 200 {
		t.Fatalf("%s: %d, %v", url, status, err)
	}
}

// eval runs a script in the page; it gives a string.
func eval(t *testing.T, b *browser.Browser, script string) string {
	t.Helper()
	got, err := browser.Eval[string](b, script)
	if err != nil {
		t.Fatalf("%s: %v", script, err)
	}
	return got
}

const typed = `f = document.forms.form; f.text.value = "cong nghet"; f.secret.value = "ben lua"; f.text.dispatchEvent(new Event("input", {bubbles: true})); ""`

// until waits in the page for what a sending leads to.
func until(t *testing.T, b *browser.Browser, path string) {
	t.Helper()
	for range 100 {
		if got, err := browser.Eval[string](b, `location.pathname + (document.querySelector("[data-error]") ? "!" : "")`); err == nil && got == path {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("the page never became %s, it is %s", path, eval(t, b, "location.href + document.body.innerText"))
}

// What is typed is there again when one comes back, but no secret; pressed
// twice at once, before the puzzle is solved, it is sent once, with the value
// of the button; then nothing is kept.
func TestADraftAndADoubleTap(t *testing.T) {
	d, b, root := openDesk(t)
	eval(t, b, typed)
	visit(t, b, root+"/xong")
	visit(t, b, root+"/gui")
	if got := eval(t, b, `f = document.forms.form; f.text.value + "|" + f.secret.value + "|" + f.querySelector("[data-draft-says]").hidden`); got != "cong nghet||false" {
		t.Errorf("come back, the form holds %q", got)
	}
	eval(t, b, `q = document.forms.form.b; q.click(); q.click(); q.click(); ""`)
	until(t, b, "/xong")
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.taken) != 1 || d.taken[0] != "cong nghet|pressed" {
		t.Errorf("taken: %q, want one", d.taken)
	}
	if got := eval(t, b, `JSON.stringify(sessionStorage)`); strings.Contains(got, "cong") {
		t.Errorf("still kept on the device: %s", got)
	}
}

// A busy office: the form comes back whole and goes again under the same id,
// through the puzzle that the error page then brings.
func TestABusyOfficeIsAskedAgain(t *testing.T) {
	d, b, _ := openDesk(t)
	d.busy = 1
	eval(t, b, typed+`; f.secret.remove(); f.b.click(); ""`)
	until(t, b, "/gui!")
	eval(t, b, `document.querySelector("form[data-resend]").requestSubmit(); ""`)
	until(t, b, "/xong")
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.taken) != 1 || !strings.HasPrefix(d.taken[0], "cong nghet|") {
		t.Errorf("taken: %q, want one", d.taken)
	}
	for _, id := range d.ids {
		if id != d.ids[0] || id == "" {
			t.Errorf("sent under %q", d.ids)
		}
	}
}

// A picture is small before it leaves, and what no browser reads is left alone.
func TestAPictureIsMadeSmallBeforeItIsSent(t *testing.T) {
	_, b, _ := openDesk(t)
	choose := `async (file) => {
		const input = document.querySelector("[data-photo]"), says = document.querySelector("[data-photo-says]"), list = new DataTransfer();
		list.items.add(file);
		input.files = list.files;
		input.dispatchEvent(new Event("change", {bubbles: true}));
		while (says.textContent === "" || says.textContent === says.dataset.busy) await new Promise((go) => setTimeout(go, 20));
		return input.files[0];
	}`
	got := eval(t, b, `(async () => {
		const canvas = Object.assign(document.createElement("canvas"), {width: 3000, height: 1500});
		canvas.getContext("2d").fillRect(0, 0, 9, 9);
		const file = await (`+choose+`)(new File([await new Promise((ok) => canvas.toBlob(ok))], "big.png", {type: "image/png"}));
		const p = await createImageBitmap(file);
		return [file.name, file.type, p.width, p.height].join(" ");
	})()`)
	if got != "big.jpg image/jpeg 2048 1024" {
		t.Errorf("sent as %q", got)
	}
	got = eval(t, b, `(async () => {
		const file = await (`+choose+`)(new File(["not readable"], "IMG_1.HEIC", {type: "image/heic"}));
		const says = document.querySelector("[data-photo-says]");
		return file.name + " " + file.size + " " + (says.textContent === says.dataset.heic);
	})()`)
	if got != "IMG_1.HEIC 12 true" {
		t.Errorf("what cannot be read: %q", got)
	}
}

// A tap on a circle chooses its place, a tap beside it the very spot, and both
// pictures, wide and narrow, show the same.
func TestATapOnTheMap(t *testing.T) {
	_, b, _ := openDesk(t)
	tap := `(x, y) => {
		const svg = [...document.querySelectorAll("svg[data-ground]")].find((s) => s.getBoundingClientRect().width > 0);
		svg.scrollIntoView({block: "center"});
		const box = svg.getBoundingClientRect(), at = (el) => { const r = el.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; };
		const circle = svg.querySelectorAll("circle")[1];
		const [cx, cy] = x === undefined ? at(circle) : [box.x + box.width * x, box.y + box.height * y];
		document.elementFromPoint(cx, cy).dispatchEvent(new MouseEvent("click", {clientX: cx, clientY: cy, bubbles: true}));
		f = document.forms.form;
		const pins = new Set([...document.querySelectorAll(".spot-pin")].map((p) => p.classList.contains("is-set")));
		return [f.place.value, circle.classList.contains("chosen"), f.lat.value && Number(f.lat.value).toFixed(2), f.lon.value && Number(f.lon.value).toFixed(2), [...pins].join()].join(" ");
	}`
	if got := eval(t, b, `(`+tap+`)()`); got != "b true   false" {
		t.Errorf("a tap on a circle: %q", got)
	}
	if got := eval(t, b, `(`+tap+`)(.5, .5)`); got != "b true 10.55 106.55 true" {
		t.Errorf("a tap in the middle of the map: %q", got)
	}
	got := eval(t, b, `document.querySelector("[data-unlocate]").click(); f.lat.value + f.lon.value + document.querySelectorAll(".spot-pin.is-set").length`)
	if got != "0" {
		t.Errorf("taken back: %q", got)
	}
}

func TestRowsAreTickedForOneAction(t *testing.T) {
	_, b, _ := openDesk(t)
	got := eval(t, b, `bar = document.forms.bulk; seen = () => getComputedStyle(bar).display !== "none" ? bar.querySelector("[data-many]").textContent : "-";
		boxes = document.querySelectorAll("[data-pick]"); a = seen(); boxes[0].click(); b = seen(); boxes[1].click(); c = seen();
		[a, b, c, new FormData(bar).getAll("pick").join()].join("|")`)
	if want := "-|" + lang.VI.T("web.picked", "n", 1) + "|" + lang.VI.T("web.picked", "n", 2) + "|1,2"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
