# GNU make.  `make site` and `make test` need git, make and Python 3.11 or newer, and ask nothing.
VENV := .venv
BIN := $(VENV)/bin
# What a shell happens to hold must not change what is installed or run here.
unexport PYTHONPATH PYTHONHOME PIP_USER PIP_TARGET PIP_PREFIX PIP_REQUIRE_VIRTUALENV
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
export PIP_USE_PEP517 := 1
export PYTHONNOUSERSITE := 1

WANTED := pyproject.toml constraints.txt
FOR_SITE := $(VENV)/installed-for-site
FOR_TEST := $(VENV)/installed-for-test
# Options for the commands below: make site BUILD="--strict", make test PYTEST="-k export"
BUILD :=
PYTEST :=

.PHONY: help site serve test check format score clean distclean
.DEFAULT_GOAL := help

help:
	@echo "make site       build the site from seeds/ into build/site"
	@echo "make serve      build it and serve it on this machine"
	@echo "make test       everything that is checked: lint, types, layers, tests"
	@echo "make check      lint, types and layers only"
	@echo "make format     format the code"
	@echo "make score      compare what is read with the readings in ../shared"
	@echo "make clean      remove build/ and what the tools left"
	@echo "make distclean  remove $(VENV) too"

# Installed once; again only when what is wanted has changed.  The test set holds the site's set.
$(FOR_SITE): $(WANTED)
	@.ci/make-venv $(VENV)
	@echo "Installing corpus-site"
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(FOR_TEST): $(WANTED)
	@.ci/make-venv $(VENV)
	@echo "Installing corpus-site and what its tests need"
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $(FOR_SITE) $@

site: $(FOR_SITE)
	@$(BIN)/corpus-site build $(BUILD)

serve: $(FOR_SITE)
	@$(BIN)/corpus-site serve $(BUILD)

check: $(FOR_TEST)
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports --no-logo --no-cache

test: check
	@.ci/find-chromium --install >/dev/null || true
	$(BIN)/python -m pytest --numprocesses=2 $(PYTEST)

format: $(FOR_TEST)
	$(BIN)/python -m ruff check --fix .
	$(BIN)/python -m ruff format .

score: $(FOR_TEST)
	$(BIN)/python tests/check_floors.py

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean
	rm -rf $(VENV)
