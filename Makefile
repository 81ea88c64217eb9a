# `make help` lists what there is. The first run installs into .venv; later ones need no network.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed
DEMO := build/demo
DEMO_DAY := 2026-11-20
# More for pytest: make test ARGS='-k wheel -x'
ARGS ?=
# Tests run in as many processes as there are cores; JOBS=0 runs them in one, as a debugger wants it.
JOBS ?= auto
FUZZ ?= 50

.DEFAULT_GOAL := help
.PHONY: help demo test coverage lint fuzz bench calibrate judge docs vscode release clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "  PYTHON=python3.12 chooses the Python that .venv is made with (3.11 or newer)."

demo: $(INSTALLED) ## check the sample ledger and write its review, as text and as a page
	@rm -rf $(DEMO)
	@mkdir -p $(dir $(DEMO))
	@cp -R sample-ledger $(DEMO)
	$(BIN)/opsledger -C $(DEMO) check
	$(BIN)/opsledger -C $(DEMO) review --on $(DEMO_DAY) --stdout
	$(BIN)/opsledger -C $(DEMO) review --on $(DEMO_DAY) --html
	@test -s $(DEMO)/reviews/$(DEMO_DAY).md -a -s $(DEMO)/reviews/$(DEMO_DAY).html
	@echo
	@echo "The review is in $(DEMO)/reviews/$(DEMO_DAY).md, the ledger it is made from in $(DEMO)."
	@echo "To look at it in a browser: $(DEMO)/reviews/$(DEMO_DAY).html"

test: $(INSTALLED) ## run the tests; ARGS='-k wheel' chooses among them
	$(BIN)/python -m pytest -q -n $(JOBS) --dist worksteal $(ARGS)

coverage: $(INSTALLED) ## run the tests and show which lines none of them reaches; less than the floor fails
	@rm -f .coverage .coverage.*
	$(BIN)/python -m coverage run -m pytest -q -n $(JOBS) --dist worksteal $(ARGS)
	@$(BIN)/python -m coverage combine -q
	$(BIN)/python -m coverage report

lint: $(INSTALLED) ## style, formatting, types and the order of the floors
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/mypy --strict tests/typing/public_api.py
	$(BIN)/codespell
	$(BIN)/lint-imports --no-logo

fuzz: $(INSTALLED) ## try what chance makes up, FUZZ=50 times as long as the tests do
	FUZZ=$(FUZZ) $(BIN)/python -m pytest -q -m fuzz $(ARGS)

bench: $(INSTALLED) ## measure speed on generated ledgers
	@$(BIN)/python -m compileall -q opsledger benchmarks
	$(BIN)/python -m benchmarks

docs: $(INSTALLED) ## make a site of the documentation in build/site (installs an extra the first time)
	@$(BIN)/python -c 'import mkdocs, material' 2>/dev/null || $(BIN)/python -m pip install -q -e '.[docs]'
	$(BIN)/python -m tools.site build/docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build -q --strict -f build/docs/mkdocs.yml -d ../site
	@echo "The site is in build/site: open build/site/index.html"

vscode: $(INSTALLED) ## build and test the extension for VS Code: build/opsledger.vsix (needs Node.js 20)
	cd editors/vscode && npm ci --no-audit --no-fund
	cd editors/vscode && OPSLEDGER_COMMAND="$(CURDIR)/$(BIN)/opsledger" npm test
	@mkdir -p build
	cd editors/vscode && npm run package

calibrate: $(INSTALLED) ## score the forecast on simulated businesses (half an hour; ARGS=--quick a minute)
	$(BIN)/python -m benchmarks.calibrate $(ARGS)

judge: $(INSTALLED) ## score headlines and findings on simulated owners and on the sample (an hour; ARGS=--quick a minute)
	$(BIN)/python -m benchmarks.judge --follow 12 $(ARGS)

release: $(INSTALLED) ## commit, tag and build a version: make release VERSION=0.2.0
	@test -n "$(VERSION)" || { echo "Name the version: make release VERSION=0.2.0" >&2; exit 1; }
	$(BIN)/python -m tools.release $(VERSION)

clean: ## remove what was built and cached; .venv stays
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name .venv -prune -o -type d -name __pycache__ -exec rm -rf {} +

$(INSTALLED): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "OpsLedger needs Python 3.11 or newer; $(PYTHON) is: $$($(PYTHON) --version 2>&1)" >&2; \
		echo "Name another one: make PYTHON=python3.12" >&2; exit 1; }
	@test -x $(BIN)/pip || { echo "Making $(VENV) ..."; $(PYTHON) -m venv --clear $(VENV); }
	@echo "Installing OpsLedger and its tools into $(VENV) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --editable '.[dev]'
	@$(BIN)/python -m compileall -q opsledger
	@touch $@
