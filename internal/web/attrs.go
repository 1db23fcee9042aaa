package web

import "github.com/a-h/templ"

// labelled makes a picture speak, or hides it from those who hear the page.
func labelled(label string) templ.Attributes {
	if label == "" {
		return templ.Attributes{"aria-hidden": "true"}
	}
	return templ.Attributes{"role": "img", "aria-label": label}
}

func currentStep(stage string) templ.Attributes {
	if stage == Now {
		return templ.Attributes{"aria-current": "step"}
	}
	return nil
}

func idOf(id string) templ.Attributes {
	if id == "" {
		return nil
	}
	return templ.Attributes{"id": id}
}

func dateOrFalse(here bool) string {
	if here {
		return "date"
	}
	return "false"
}

func orDone(stage string) string {
	if stage == "" {
		return Done
	}
	return stage
}
