package identityweb

import (
	"strings"

	"kheo/identity"
	"kheo/internal/web"
)

// What a browser says of itself, and the plain name for it; the first that fits.
// Many claim to be Safari, and all but one to be Mozilla.
var (
	browsers = [][2]string{{"Zalo", "Zalo"}, {"coc_coc", "Cốc Cốc"}, {"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser", "Samsung Internet"},
		{"Firefox/", "Firefox"}, {"FxiOS", "Firefox"}, {"CriOS", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}}
	systems = [][2]string{{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"}, {"Mac OS X", "Mac"}, {"Linux", "Linux"}}
)

// deviceOf is what one recognises a device by, "Chrome/Android": no version, no
// model, no address. Too little to follow anybody by.
func deviceOf(agent string) string {
	return first(browsers, agent) + "/" + first(systems, agent)
}

func first(list [][2]string, agent string) string {
	for _, x := range list {
		if strings.Contains(agent, x[0]) {
			return x[1]
		}
	}
	return ""
}

// device tells it in words.
func device(v web.View, o identity.Open) string {
	browser, system, _ := strings.Cut(o.Device, "/")
	switch {
	case browser == "" && system == "":
		return v.T("identityweb.device-unknown")
	case browser == "" || system == "":
		return browser + system
	}
	return v.T("identityweb.device", "browser", browser, "system", system)
}
