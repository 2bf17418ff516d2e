# Two targets matter to a newcomer: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: help demo test check format bench env docs lock clean

help:  ## List the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

env: $(STAMP)  ## Create the environment from the lock file

# torch goes first: with it in place nothing else can pull another build of it.
$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "feedback needs Python 3.11 or newer")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

demo: $(STAMP)  ## Run three months of the demo corpus and print the report's path
	$(BIN)/feedback run corpora/demo/nps_2026-08.csv --batch 2026-08 --workspace demo
	$(BIN)/feedback run corpora/demo/nps_2026-09.csv --batch 2026-09 --workspace demo
	$(BIN)/feedback run corpora/demo/nps_2026-10.csv corpora/demo/survey_2026-10.csv \
		corpora/demo/interviews --batch 2026-10 --workspace demo

test: $(STAMP)  ## Run the tests
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadscope

check: $(STAMP)  ## Format, lint, types, import contract, docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/build.py --check

format: $(STAMP)  ## Format and fix what can be fixed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(STAMP)  ## Regenerate the command reference
	$(BIN)/python docs/build.py

bench: $(STAMP)  ## Measure everything again and write benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks

clean:  ## Remove what the targets made
	rm -rf $(VENV) demo .mypy_cache .ruff_cache .pytest_cache
