# Two commands do all the set-up: `make demo` and `make test`. Each installs what it lacks, once.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= ../shared/data
TEACHER ?= intfloat/multilingual-e5-small
ARGS ?=
PICTURES ?= screenshots
TIMES ?= 200

.PHONY: demo serve test check format lock models screenshots soak help

help:
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

$(VENV)/.made: requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check "$$(grep '^torch==' requirements.lock)"
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.lock
	@touch $@

$(VENV)/.installed: $(VENV)/.made pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@touch $@

demo: $(VENV)/.installed  ## a sample network, two questions, then the API (ARGS=--no-serve ends there)
	$(BIN)/coopt demo $(ARGS)

serve: $(VENV)/.installed  ## the API over your own data folder
	$(BIN)/coopt serve $(ARGS)

test: $(VENV)/.dev  ## the whole test suite
	$(BIN)/pytest $(ARGS)

screenshots: $(VENV)/.dev  ## a picture of each page of the sample network, axe's findings, sizes and times (PICTURES: folder)
	$(BIN)/pytest -q tests/browser --screenshots $(PICTURES) --pictures .github/pictures --figures

soak: $(VENV)/.dev  ## kill, fill the disk and damage files at many more instants than the suite does (TIMES: of each)
	COOPT_FAULTS=$(TIMES) $(BIN)/pytest tests/faults

check: $(VENV)/.dev  ## format, lint, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/.dev  ## write the format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock:  ## write both lock files again from pyproject.toml
	scripts/lock.sh

models: $(VENV)/.dev  ## train what ships again (DATA: folder of ESCO, O*NET, ROME; TEACHER: folder or hub name)
	$(BIN)/python -m scripts.train_encoder --profile fast --data $(DATA) --teacher $(TEACHER)
	$(BIN)/python -m scripts.train_encoder --profile accurate --data $(DATA) --teacher $(TEACHER)
	$(BIN)/python -m scripts.train_ranker --data $(DATA)
	$(BIN)/python -m scripts.train_ranker --data $(DATA) --encoder accurate
