# A fresh clone needs Python 3.11 or later and make, nothing else.
#   make demo    install, read the sample reports, write out/report.html, open their story
#   make test    every check: format, lint, types, imports, tests, the built wheel
# The virtual environment is .venv; `make clean` takes away all that is made here.

SHELL := /bin/bash
VENV ?= .venv
BIN := $(VENV)/bin
OK := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c '$(OK)' >/dev/null 2>&1 && { echo $$p; break; }; done)

.PHONY: demo test check chromium postgresql wheel docs picture clean

demo: $(VENV)/.installed
	$(BIN)/onrecord demo --out out/report.html --open

test: check chromium postgresql wheel
	$(BIN)/python -m pytest -n 2 --dist loadfile --cov=onrecord --cov-fail-under=92

check: $(VENV)/.developing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The HTML report is tested in a real browser where one can be had; those tests skip elsewhere.
chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || \
	{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && echo "Installing Chromium for the browser tests" && \
	apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium >/dev/null; } || \
	echo "No Chromium here, and no way to install it: the browser tests will be skipped."

# The archive is tested on a PostgreSQL server too, which the tests start for themselves.
postgresql:
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || \
	{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && echo "Installing PostgreSQL for the archive's tests" && \
	apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends postgresql >/dev/null; } || \
	echo "No PostgreSQL here, and no way to install it: its tests will be skipped."

# The wheel in an environment of its own, run from a folder that is not the clone.
wheel: $(VENV)/.developing
	rm -rf build/wheel && mkdir -p build/wheel
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir build/wheel .
	$(PYTHON) -m venv build/wheel/venv
	build/wheel/venv/bin/python -m pip install --quiet --disable-pip-version-check build/wheel/onrecord-*.whl
	cd build/wheel && venv/bin/onrecord --version && venv/bin/onrecord doctor && \
	venv/bin/onrecord read ../../samples/04-readout.txt --format jsonl --out readout.jsonl && \
	venv/bin/python ../../scripts/check_record.py readout.jsonl

# Pages that are generated; a test fails when they are behind.
docs: $(VENV)/.developing
	$(BIN)/python scripts/write_cli_docs.py

# The pictures of the documentation, taken anew.
picture: $(VENV)/.developing chromium
	$(BIN)/python scripts/take_picture.py
	$(BIN)/python scripts/take_web_pictures.py

$(VENV)/.python:
	@[ -n "$(PYTHON)" ] || { echo "onrecord needs Python 3.11 or later; none was found. Name one with: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Could not make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv"; rm -rf $(VENV); exit 1; }
	@touch $@

$(VENV)/.installed: $(VENV)/.python pyproject.toml
	@echo "Installing onrecord into $(VENV)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.developing: $(VENV)/.python pyproject.toml
	@echo "Installing onrecord and its checks into $(VENV)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) build dist out .coverage .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
