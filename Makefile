# `make demo` and `make check` need Python 3.11 or newer (with venv) and make, nothing else.
PYTHON ?= python3
VENV := .venv
# What `make looks` is to look at: make looks LOOKS="--community five --edition weekly", or LOOKS=week.html.
LOOKS ?=
BIN := $(VENV)/bin
# Bytecode is kept, whatever the environment says: without it each command that a test starts compiles the package anew.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help demo check lint format types contracts lacks test portable fuzz mutations without bombs corruption kills migrations disk-full guessing sample docs bench oracle looks clean

help: ## list what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

$(VENV)/installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/tools: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --group dev
	touch $@

demo: $(VENV)/installed ## answer from the invented sample community
	$(BIN)/commkit demo

check: lint format types contracts test ## every gate: what must pass before a commit

lint: $(VENV)/tools
	$(BIN)/ruff check .

format: $(VENV)/tools
	$(BIN)/ruff format --check .

types: $(VENV)/tools
	$(BIN)/mypy

contracts: $(VENV)/tools
	$(BIN)/lint-imports

lacks: $(VENV)/tools ## what each question, indicator and source still lacks, a line each
	$(BIN)/python -m pytest -n 0 tests/test_recipe.py tests/sources/test_recipe_for_sources.py

test: $(VENV)/tools
	$(BIN)/python -m pytest

portable: $(VENV)/tools ## loads, the log, the gate and damage by the ways that Windows needs
	COMMKIT_PORTABLE=1 $(BIN)/python -m pytest tests/test_drafts.py tests/test_settings.py tests/test_automation.py tests/gate tests/commands tests/store tests/sources

fuzz: $(VENV)/tools ## every property test at length, and 5,000 changed exports of all formats
	COMMKIT_HYPOTHESIS=thorough $(BIN)/python -m pytest -m hypothesis
	COMMKIT_HYPOTHESIS=thorough $(BIN)/python -m pytest tests/commands/test_malformed.py tests/recount
	$(BIN)/python -m campaigns.fuzz

kills: $(VENV)/tools ## kill loads, reports and exports at 200 points each of their run and look at what is left
	$(BIN)/python -m campaigns.kills
	$(BIN)/python -m campaigns.outputs

migrations: $(VENV)/tools ## kill migrations of an older database at 50 points: the old one or the new
	$(BIN)/python -m campaigns.migrations

disk-full: $(VENV)/tools ## let the disk fill up under loads at 40 points (best as root, who can mount)
	$(BIN)/python -m campaigns.full

guessing: $(VENV)/tools ## guess ids, names, texts and telephone numbers in the sample's behaviour file
	$(BIN)/python -m campaigns.guessing
bombs: $(VENV)/tools ## load files made to burst what reads them: each refused within 10 s and 512 MB
	$(BIN)/python -m campaigns.bombs

corruption: $(VENV)/tools ## damage a database in 300 ways and run commands on it: refused, or the right answer
	$(BIN)/python -m campaigns.corruption

mutations: $(VENV)/tools ## load 10,000 exports with random wounds, on two processors
	$(BIN)/python -m tests.sources.mutations 10000

without: $(VENV)/tools ## the sample without each kind of fact in turn: no number becomes 0
	$(BIN)/python -m campaigns.without

sample: $(VENV)/installed ## make the sample community again, to the same bytes
	$(BIN)/python scripts/make_sample.py

docs: $(VENV)/installed ## write the parts of README and docs/ that the code says
	$(BIN)/python scripts/make_docs.py

bench: $(VENV)/tools ## measure start-up, load and questions beside their floors
	$(BIN)/python -m pip install --quiet pandas pyarrow
	$(BIN)/python benchmarks/run.py

oracle: ## compare survival with lifelines, buying with lifetimes, experiments with statsmodels, and exits of several kinds with R's etm where it can be had
	test -x .oracle/bin/python || $(PYTHON) -m venv .oracle
	.oracle/bin/python -m pip install --quiet lifelines lifetimes statsmodels threadpoolctl
	PYTHONPATH=src .oracle/bin/python scripts/oracle.py
	PYTHONPATH=src .oracle/bin/python scripts/oracle_buying.py
	PYTHONPATH=src .oracle/bin/python scripts/oracle_experiments.py
	Rscript -e 'library(etm)' > /dev/null 2>&1 \
		|| { apt-get update -qq && apt-get install -y -qq --no-install-recommends r-base-core r-cran-etm; } > /dev/null 2>&1 \
		|| echo "R's package etm cannot be installed here: on Debian, as root, it is r-cran-etm"
	PYTHONPATH=src .oracle/bin/python scripts/oracle_exits.py

looks: $(VENV)/installed ## open the reports in headless Chromium, on phone, desk and paper: pictures, and a list of faults
	@command -v chromium > /dev/null \
		|| { echo "Chromium is needed: on Debian, as root, apt-get install chromium fonts-noto-cjk"; exit 1; }
	@test -n "$$(fc-list :lang=zh)" \
		|| { echo "A font with Chinese is needed: on Debian, as root, apt-get install fonts-noto-cjk"; exit 1; }
	test -x .looks/bin/python || $(PYTHON) -m venv .looks
	.looks/bin/python -m pip install --quiet axe-playwright-python pillow pypdfium2
	.looks/bin/python -m campaigns.looks --self-test
	.looks/bin/python -m campaigns.looks $(LOOKS)

clean: ## remove what was made, the environment too
	rm -rf $(VENV) .oracle .looks looks build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
