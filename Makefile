# Everything a newcomer needs: `make audit` and `make test`. Both set up .venv when it is not there.
#
# PYTHON names the interpreter (3.11 or newer); uv is used when it is installed, else venv and pip.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SAMPLE := references/sample.html
CASSETTE := cassettes/sample.yaml
RUNS := reports/runs/sample

.DEFAULT_GOAL := help
.PHONY: help audit test coverage check lint types floors docs site pages man golden pictures cassette clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

audit: $(VENV)/runtime ## audit the bundled sample from its recording and print the summary and where the reports are
	@$(BIN)/citecheck audit $(SAMPLE) --replay $(CASSETTE) --fail-on never \
	    --format html --format text --format markdown --format json --output $(RUNS)

test: $(VENV)/dev ## run the tests; what needs a program that is not installed is skipped with a reason
	@$(BIN)/python -m pytest -n auto --dist loadfile

coverage: $(VENV)/dev ## run the tests and count the lines and branches that they reach; there is a floor
	@$(BIN)/python -m pytest -n auto --dist loadfile --cov --cov-report=term:skip-covered

check: lint types floors docs ## lint, types, the floors of the house, documentation

lint: $(VENV)/dev ## ruff: rules, docstrings, format
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .

types: $(VENV)/dev ## mypy, strict
	@$(BIN)/mypy

floors: $(VENV)/dev ## a room imports only lower floors
	@$(BIN)/python -m pytest tests/test_floors.py

docs: $(VENV)/dev ## every page, link and command of the documentation, and the site
	@$(BIN)/python -m pytest tests/docs

man: $(VENV)/dev ## write the pages of the manual to dist/man
	@PYTHONPATH=. $(BIN)/python tests/man.py dist/man

site: $(VENV)/dev ## build the documentation into docs/_build/html
	@$(BIN)/python -m sphinx -W --keep-going -q -b html docs docs/_build/html

pages: $(VENV)/dev ## write the pages anew that are made of the catalogue and the schema
	@PYTHONPATH=. $(BIN)/python docs/rule_pages.py
	@PYTHONPATH=. $(BIN)/python docs/schema_page.py

golden: $(VENV)/dev ## write the golden reports and exports anew; look at the difference before you commit it
	@$(BIN)/python tests/golden.py

pictures: $(VENV)/dev ## take the pictures of the report anew that the documentation shows
	@$(BIN)/python tests/pictures.py

cassette: $(VENV)/dev ## record the sample's answers anew, from the stand-in web of the tests
	@PYTHONPATH=. $(BIN)/python tests/record_sample.py

clean: ## remove what was made
	@rm -rf $(VENV) reports/runs .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
	    echo "make: $(PYTHON) was not found. Install Python 3.11 or newer, or name it: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "make: $$($(PYTHON) --version) is too old. Install Python 3.11 or newer, or name it: make PYTHON=python3.12" >&2; exit 1; }
	@if command -v uv >/dev/null 2>&1; then uv venv --quiet --python $(PYTHON) $(VENV); \
	else $(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	    echo "make: this Python has no venv. Install it (Debian, Ubuntu: apt-get install python3-venv) or install uv." >&2; exit 1; }; \
	    echo "Setting up $(VENV) ..." >&2; $(PYTHON) -m venv $(VENV); fi

define install
	@echo "Installing $(1) into $(VENV) ..." >&2
	@if command -v uv >/dev/null 2>&1; then uv pip install --quiet --compile-bytecode --python $(BIN)/python --constraint constraints.txt --editable '$(1)'; \
	else $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '$(1)'; fi
	@$(BIN)/python -m compileall -q citecheck  # an editable install leaves that to the first run, and to every run where Python must not write
	@touch $@
endef

$(VENV)/runtime: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(call install,.)

$(VENV)/dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(call install,.[dev])
	@touch $(VENV)/runtime
