# `make` lists what there is.
.DEFAULT_GOAL := help
.PHONY: help demo test lint bench clean setup

VENV ?= .venv
DEMO ?= demo
PYTEST_ARGS ?=
export VENV DEMO

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Install what is missing, then make a project and both PDFs from the example paper
	@.ci/setup.sh run
	@.ci/demo.sh

test: setup lint ## Install what is missing, then lint and run every test
	$(VENV)/bin/pytest $(PYTEST_ARGS)

lint: setup ## Check style, types and the import contract
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

bench: setup ## Time each stage against a peer in the same run
	$(VENV)/bin/python -m pytest tests/benchmarks -s $(PYTEST_ARGS)
	$(VENV)/bin/python -m tests.benchmarks.reading
	$(VENV)/bin/python -m tests.benchmarks.main_results
	$(VENV)/bin/python -m tests.benchmarks.pdf_table
	$(VENV)/bin/python -m tests.benchmarks.pdf_agreement
	$(VENV)/bin/python -m tests.benchmarks.pdf_regions_table
	$(VENV)/bin/python -m tests.benchmarks.pdf_destinations

clean: ## Remove what builds and tests leave behind; the virtual environment stays
	rm -rf build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +
	@if [ -e "$(DEMO)/.made-by-make-demo" ]; then rm -rf "$(DEMO)"; fi

setup: # Quiet and quick when all is there
	@.ci/setup.sh dev
