# `make` lists what there is.
.DEFAULT_GOAL := help
.PHONY: help demo test quick coverage lint bench clean setup

VENV ?= .venv
DEMO ?= demo
PYTEST_ARGS ?=
# A part of the tests: make test T=tests/read
T ?=
# A worker for each core. Each begins with its own half of the tests in order, so that tests of one file share what they
# make, and takes from the other what is left at the end.
PARALLEL = -n auto --dist worksteal
# Before Python 3.12 measuring doubles the time that Python takes; CI affords it.
COVERAGE ?= $(CI)
export VENV DEMO

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Install what is missing, then make a project and both PDFs from the example paper
	@.ci/setup.sh run
	@.ci/demo.sh

test: setup $(if $(T),,lint) ## Install what is missing, then lint and run every test; a part: make test T=tests/read
	$(VENV)/bin/pytest $(PARALLEL) $(if $(COVERAGE),--cov --cov-report=) $(T) $(PYTEST_ARGS)

quick: setup ## Run the tests that need no LaTeX and no LibreOffice, in under a minute
	$(VENV)/bin/pytest $(PARALLEL) --quick $(T) $(PYTEST_ARGS)

coverage: ## Run every test, as CI does, and show how much of the product they run
	@$(MAKE) test COVERAGE=1

lint: setup ## Check style, types and the import contract
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

bench: setup ## Time each stage against a peer in the same run
	REPEATS=5 $(VENV)/bin/python -m pytest tests/benchmarks -s $(PYTEST_ARGS)
	$(VENV)/bin/python -m tests.benchmarks.reading
	$(VENV)/bin/python -m tests.benchmarks.main_results
	$(VENV)/bin/python -m tests.benchmarks.pdf_table
	$(VENV)/bin/python -m tests.benchmarks.pdf_agreement
	$(VENV)/bin/python -m tests.benchmarks.pdf_regions_table
	$(VENV)/bin/python -m tests.benchmarks.pdf_destinations

clean: ## Remove what builds and tests leave behind; the virtual environment stays
	rm -rf build dist *.egg-info .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +
	@if [ -e "$(DEMO)/.made-by-make-demo" ]; then rm -rf "$(DEMO)"; fi

setup: # Quiet and quick when all is there
	@.ci/setup.sh dev
