# `make` alone says what there is. Everything that is missing is installed on the way.
.DEFAULT_GOAL := help
.PHONY: help run serve test prove lint types fmt bench
.PHONY: ready ready-to-test installed installed-to-test catalogues

BIN := .venv/bin
export FLASK_APP := wsgi

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ready ## start the registry with its demo story on http://localhost:8000
	@$(BIN)/python .ci/serve.py --demo

serve: ready ## the same without the demo story
	@$(BIN)/python .ci/serve.py

test: ready-to-test lint types ## the whole suite: both databases, browser, style, types, imports
	$(BIN)/python -m pytest --numprocesses auto --dist loadgroup

prove: ready-to-test ## the tests that take minutes
	$(BIN)/python -m pytest -m prove --timeout 3600

lint: ready ## style and format
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: ready ## the strict type check
	$(BIN)/mypy

fmt: ready ## format, and mend what can be mended by itself
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: ready ## measure
	$(BIN)/python -m bench

ready: installed
	@$(MAKE) --no-print-directory --silent catalogues

ready-to-test: installed-to-test
	@$(MAKE) --no-print-directory --silent catalogues

installed:
	@.ci/install

installed-to-test:
	@.ci/install test

catalogues: $(patsubst %.po,%.mo,$(wildcard registry/translations/*/LC_MESSAGES/messages.po))

%.mo: %.po
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
