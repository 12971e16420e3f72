# SameSide: `make demo` sets everything up, hears the samples and serves the dashboard; `make test` sets up and tests.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PORT   ?= 8501
DATA   ?= ../shared/data

.PHONY: demo test lint model samples bench lock licences wheel clean

$(VENV)/.made: pyproject.toml constraints.txt $(wildcard build_weights/*.py)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev]"
	touch $@

demo: $(VENV)/.made
	$(BIN)/sameside demo --port $(PORT)

# side by side, file by file, so that what a file makes once is made once
test: $(VENV)/.made
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder --durations 25

lint: $(VENV)/.made
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# the tests of a real Whisper fetch it by themselves; this says what came of it
model: $(VENV)/.made
	$(BIN)/sameside models fetch base

# the samples are committed; this makes them anew (needs Debian's flite)
samples: $(VENV)/.made
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[samples]"
	$(BIN)/python -m samples.make

# requirements.lock: what constraints.txt pins, with hashes, for every system (docs/installing.md)
lock: $(VENV)/.made
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt uv
	$(BIN)/python -m build_weights.requirements | UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile - --quiet \
		--universal --python-version 3.11 --constraint constraints.txt --generate-hashes --no-annotate \
		--no-emit-package pip --no-emit-package httpx2-jsfetch --output-file requirements.lock

# docs/licences.md, out of what is installed here
licences: $(VENV)/.made
	$(BIN)/python -m build_weights.licences > docs/licences.md

# a source distribution, and a wheel out of it, with the networks and the samples in both
wheel: $(VENV)/.made
	$(BIN)/python -m hatchling build --directory dist

bench: $(VENV)/.made
	$(BIN)/python -m tests.bench --data $(DATA)

clean:
	rm -rf $(VENV) build dist *.egg-info
