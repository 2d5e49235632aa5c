# Run `make` to list all targets.
.DEFAULT_GOAL := help
.PHONY: help demo test long quick coverage lint bench fuzz clean setup checked style types compiled

VENV ?= .venv
DEMO ?= demo
PYTEST_ARGS ?=
# Run some of the tests only: make test T=tests/read
T ?=
# The number of workers is in tests/conftest.py. Each one starts with its own share of the tests in order, so that tests of one file share their
# fixtures, and takes over remaining tests of the others at the end.
PARALLEL = -n auto --dist worksteal
PYTEST = $(VENV)/bin/pytest $(PARALLEL)
MEASURED = --cov --cov-report=
export VENV DEMO
# Some machines forbid Python to keep what it compiles; hundreds of runs of the program would each compile it again.
unexport PYTHONDONTWRITEBYTECODE

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Install what is missing, then create a project and both PDFs from the example paper
	@.ci/setup.sh run
	@.ci/demo.sh

test: setup $(if $(T),,checked) ## Install what is missing, then lint and run all tests; some only: make test T=tests/read
	$(PYTEST) $(T) $(PYTEST_ARGS)

long: setup ## Run all tests with every attack, many kills and those that take minutes each: about an hour
	LONG_TESTS=1 $(PYTEST) $(T) $(PYTEST_ARGS)

quick: setup ## Run the tests that need neither LaTeX nor LibreOffice, in about a minute on two idle cores
	$(PYTEST) --quick $(T) $(PYTEST_ARGS)

coverage: setup ## Run all tests and show how much of the code they run; takes twice the time
	$(PYTEST) $(MEASURED) $(T) $(PYTEST_ARGS)

lint: setup ## Check style, types and the import contracts
	@$(MAKE) --no-print-directory -j2 style types

# Each worker would compile all tests on a machine that has not run them before; one does it, beside mypy on one core.
checked: setup
	@$(MAKE) --no-print-directory -j2 style types compiled

style:
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports

types:
	$(VENV)/bin/mypy

# What cannot be collected is shown by the run itself.
compiled:
	@$(VENV)/bin/pytest --collect-only -qq > /dev/null 2>&1 || true

bench: setup ## Time each stage and compare it with similar tools
	REPEATS=5 LONG_TESTS=1 $(VENV)/bin/python -m pytest tests/benchmarks -s $(PYTEST_ARGS)
	$(VENV)/bin/python -m tests.benchmarks.commands
	$(VENV)/bin/python -m tests.benchmarks.reading
	$(VENV)/bin/python -m tests.benchmarks.main_results
	$(VENV)/bin/python -m tests.benchmarks.questions
	$(VENV)/bin/python -m tests.benchmarks.proof_steps
	$(VENV)/bin/python -m tests.benchmarks.spoken_table
	$(VENV)/bin/python -m tests.benchmarks.type_table
	$(VENV)/bin/python -m tests.benchmarks.pdf_table
	$(VENV)/bin/python -m tests.benchmarks.pdf_agreement
	$(VENV)/bin/python -m tests.benchmarks.pdf_regions_table
	$(VENV)/bin/python -m tests.benchmarks.pdf_destinations
	$(VENV)/bin/python -m tests.benchmarks.seminar_page

# Every test that draws its inputs, with this many examples of each; then sources of up to a megabyte.
fuzz: setup ## Draw many more inputs for each test that draws them, and find sources that are slow
	FUZZ_EXAMPLES=$(or $(FUZZ_EXAMPLES),2000) $(PYTEST) -m "hypothesis and not requires_latex" --timeout 7200 $(T) $(PYTEST_ARGS)
	$(if $(T),,$(VENV)/bin/python -m tests.fuzz.scaling)

clean: ## Remove build and test output; keep the virtual environment
	rm -rf build dist *.egg-info .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +
	@if [ -e "$(DEMO)/.made-by-make-demo" ]; then rm -rf "$(DEMO)"; fi

setup: # Quiet and fast if everything is installed
	@.ci/setup.sh dev
