package web

import (
	"errors"
	"net/http"
	"testing"

	"kheo/internal/db"
)

func TestFormsPastTheBoundAreToldToComeAgain(t *testing.T) {
	var inner func() error
	routes := Bounded([]Route{
		{Method: http.MethodPost, Handle: func(http.ResponseWriter, *Ask) error { return inner() }},
		{Method: http.MethodPost, Handle: func(http.ResponseWriter, *Ask) error { return nil }},
		{Method: http.MethodGet, Handle: func(http.ResponseWriter, *Ask) error { return nil }},
	}, 1)
	ask := func(i int) error { return routes[i].Handle(nil, nil) }
	var form, page error
	inner = func() error {
		form, page = ask(1), ask(2)
		return nil
	}
	if err := ask(0); err != nil {
		t.Errorf("the first form: %v", err)
	}
	if !errors.Is(form, db.ErrBusy) || page != nil {
		t.Errorf("beside it a form was told %v, a page %v", form, page)
	}
	if err := ask(1); err != nil {
		t.Errorf("a form after it: %v", err)
	}
}
