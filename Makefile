# make says what it can do; `make check` is what CI runs, whole.

.DEFAULT_GOAL := help
.PHONY: help dev quick generate check fuzz

help: ## what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/'

dev: ## the sample office on throw-away data, http://127.0.0.1:8080
	go run ./cmd/kheo dev

quick: ## the inner loop: format, vet, tests on SQLite
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo 'gofmt would change these'; exit 1; }
	go vet ./...
	KHEO_TEST_POSTGRES= go test ./...

generate: ## pages, assets and lists that are written by programs
	go tool templ generate -log-level error
	go generate ./...

check: ## everything: both engines, the race detector, the browser
	@bash .ci/check

fuzz: ## every fuzz target for TIME each (TIME=30m make fuzz), as long as you like
	@bash .ci/fuzz $${TIME:-30m}
