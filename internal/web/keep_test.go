package web_test

import (
	"net/url"
	"strings"
	"testing"

	"kheo/lang"
)

const form = "application/x-www-form-urlencoded"

// A form that could not be taken comes back whole, ready to be sent again to
// the same place under the same id.
func TestABusyOfficeKeepsTheForm(t *testing.T) {
	typed := url.Values{"client": {"019aae5d-0000-7000-8000-000000000000"}, "topic": {"nuoc", "duong"},
		"text": {"Cong dau ap nghet <b>qua</b>, mua la nuoc tran vo san nha ba con trong xom"}, "nonce": {"7"}}
	for _, c := range []struct {
		path, again string
		status      int
	}{
		{"/ban/7?tu=home", lang.VI.T("web.keep.busy"), 503},
		{"/en/busy/7?tu=home", lang.EN.T("web.keep.busy"), 503},
		{"/nhieu", lang.VI.T("web.keep.work"), 429},
	} {
		r := do(t, "POST", c.path, strings.NewReader(typed.Encode()), "Content-Type", form)
		body := text(t, r)
		if r.StatusCode != c.status || (r.Header.Get("Retry-After") != "") != (c.status == 503) {
			t.Errorf("%s: %d with Retry-After %q", c.path, r.StatusCode, r.Header.Get("Retry-After"))
		}
		for _, want := range []string{c.again, `action="` + c.path + `"`, `name="client" value="019aae5d-0000-7000-8000-000000000000"`,
			`name="topic" value="nuoc"`, `name="topic" value="duong"`, "&lt;b&gt;qua&lt;/b&gt;, mua"} {
			if !strings.Contains(body, want) {
				t.Errorf("%s: no %q in\n%s", c.path, want, body)
			}
		}
		if strings.Contains(body, `name="nonce" value="7"`) || strings.Contains(body, "<b>qua") {
			t.Errorf("%s: what was spent, or what could be a script, stands in the page", c.path)
		}
	}
}

// What only its owner may see is never written into a page.
func TestASecretIsNotKept(t *testing.T) {
	for _, name := range []string{"password", "new_password", "secret", "Token"} {
		typed := url.Values{name: {"ben lua 47 sao"}, "text": {"mot hai ba"}}
		body := text(t, do(t, "POST", "/ban/7", strings.NewReader(typed.Encode()), "Content-Type", form))
		if strings.Contains(body, "ben lua") || strings.Contains(body, "mot hai ba") {
			t.Errorf("a form with %s came back", name)
		}
	}
}

func TestFilesOfAKeptFormAreAskedForAgain(t *testing.T) {
	const body = "--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\ncong nghet\r\n" +
		"--x\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"anh.jpg\"\r\nContent-Type: image/jpeg\r\n\r\nx\r\n--x--\r\n"
	page := text(t, do(t, "POST", "/ban/7", strings.NewReader(body), "Content-Type", "multipart/form-data; boundary=x"))
	for _, want := range []string{`type="file"`, `name="photo"`, `enctype="multipart/form-data"`, `name="text" value="cong nghet"`} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in\n%s", want, page)
		}
	}
}
