# One virtual environment, pinned by constraints.txt, made on first use and renewed when the pins change.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test lint bench docs clean

demo: $(READY)
	$(BIN)/overflight run scenarios/okinawa-2023-08-24.yaml

# The replay page is tested in Chromium or Chrome: found on the machine, or fetched (tests/browser/browser.py).
test: $(READY)
	$(BIN)/python -m tests.browser.browser
	$(BIN)/python -m pytest -n 2 --dist loadgroup

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(READY)
	$(BIN)/overflight bench geometry -o benchmarks/results

# The site, strictly: a warning is an error. Nothing is fetched.
docs: $(READY)
	$(BIN)/python -m sphinx --fail-on-warning --keep-going --quiet -b html -d .doctrees docs site
	rm -rf jupyter_execute

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("Overflight needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $(READY)

clean:
	rm -rf $(VENV) build dist site .doctrees
