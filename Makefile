# `make demo` and `make test` are the two to know. Both make .venv by themselves and need
# nothing but make and Python 3.11 or newer.

# The first Python that is new enough; `make PYTHON=/path/to/python demo` says another.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo "$$python" && break; done)

VENV := .venv
BIN := $(VENV)/bin
# A stamp is made when an installation has ended well, and made again when pyproject.toml changes.
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev
INSTALLED_MUTATION := $(VENV)/.installed-mutation

.DEFAULT_GOAL := help
.PHONY: help demo test test-all torture mutants bench lint docs check-docs picture snapshots example clean

help:  ## Say what there is to make.
	@sed -n 's/^\([a-z-]*\):.*  ## /\1\t/p' $(MAKEFILE_LIST) | awk -F '\t' '{printf "%-12s %s\n", $$1, $$2}'

demo: $(INSTALLED)  ## Install, make a small invented workspace and show what is due in it.
	@$(BIN)/resolve demo

test: $(INSTALLED_DEV)  ## Run the tests, of the slow harnesses a few cases: two minutes.
	@$(BIN)/python -m pytest -n auto

test-all: $(INSTALLED_DEV)  ## Run every test, the slow harnesses with more steps: eight minutes.
	@RESOLVE_TEST_ALL=1 $(BIN)/python -m pytest -n auto

torture: $(INSTALLED_DEV)  ## The slow harnesses at their full length: hours, not minutes.
	RESOLVE_TORTURE=1 $(BIN)/python -m pytest -n auto tests/attacks tests/commands/test_verify_attacks.py

mutants: $(INSTALLED_MUTATION)  ## Mistakes in the core that no test notices: an hour or more; MODULES="clocks duties".
	nice $(BIN)/python -m tests.mutants $(MODULES)

bench: $(INSTALLED_DEV)  ## How fast things are, against other packages: minutes; a look with SIZES=small.
	@$(BIN)/python -m benchmarks build/bench $(SIZES)

lint: $(INSTALLED_DEV)  ## Style, types, and the one direction of imports.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(INSTALLED_DEV) picture  ## Write the generated pages, the picture and the Word template again.
	$(BIN)/python -m docs.word_template
	$(BIN)/python -m docs.pages write

check-docs: $(INSTALLED_DEV)  ## Whether generated pages are current, links lead somewhere, stories are true.
	$(BIN)/python -m docs.pages check
	$(BIN)/python -m docs.links
	$(BIN)/python -m docs.stories check

picture: $(INSTALLED_DEV)  ## Draw docs/due.svg again.
	$(BIN)/python -m docs.picture

snapshots: $(INSTALLED_DEV)  ## Write down what the commands say today; read the difference before it is kept.
	RENEW_SNAPSHOTS=1 $(BIN)/python -m pytest tests/render tests/commands
	$(BIN)/python -m docs.stories renew
	RENEW_SNAPSHOTS=1 $(BIN)/python -m pytest tests/render

example: $(INSTALLED_DEV)  ## Make examples/workspace again from its story.
	$(BIN)/python -m docs.stories keep examples/a-finished-workspace.md examples/workspace

clean:  ## Take away what was made here; the next target makes it again.
	rm -rf $(VENV) build dist src/*.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .nox
	find src tests docs -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, and was not found" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# uv, where it is there, takes seconds; it reads no pip.conf, so where it cannot reach what pip can,
# pip does it.
define install
@echo "Installing $(1) into $(VENV), once; without uv that takes one to three minutes."
@{ command -v uv && uv pip install --quiet --compile-bytecode --python $(BIN)/python --editable '$(1)'; } >/dev/null 2>&1 \
	|| $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '$(1)'
endef

$(INSTALLED): pyproject.toml | $(BIN)/python
	$(call install,.)
	@touch $@

$(INSTALLED_DEV): pyproject.toml | $(BIN)/python
	$(call install,.[dev])
	@touch $@ $(INSTALLED)

$(INSTALLED_MUTATION): pyproject.toml | $(BIN)/python
	$(call install,.[mutation])
	@touch $@ $(INSTALLED_DEV) $(INSTALLED)
