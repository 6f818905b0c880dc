# One door for developers: CI calls what a person calls. Python >= 3.11 is all that must be there before.
.DEFAULT_GOAL := help
.PHONY: help setup-dev setup run test check bench messages
BIN := .venv/bin

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-16s %s\n", $$1, $$2}'

setup: ## install everything that running needs, into .venv (again: only what changed)
	@sh tools/setup.sh requirements.lock

run: setup ## the demo at http://127.0.0.1:8000 (PORT=... for another port); Ctrl-C ends it
	@exec $(BIN)/jembatan run --demo

test: setup-dev ## the whole test suite, with a real PostgreSQL and a real browser
	@sh tools/browser.sh
	@sh tools/modem.sh
	@exec $(BIN)/pytest -n auto --dist loadfile

check: setup-dev ## lint, format, types, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy jembatan
	$(BIN)/python -W ignore::RuntimeWarning -m django makemigrations --check --dry-run --settings jembatan.settings

bench: setup ## the benchmarks, a line of JSON each (B=name for one of them)
	@set -e; for each in bench/bench_$(or $(B),*).py; do $(BIN)/python "$$each"; done

messages: setup-dev ## collect the texts to translate and renew the translations
	@$(BIN)/python tools/messages.py

setup-dev:
	@sh tools/setup.sh requirements-dev.lock
