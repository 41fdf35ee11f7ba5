# make run    the dashboard, on this computer only, with the sample company
#             make run ROLE=administrator   for the person who looks after the files: names of units, targets, undo (README, “Roles”)
# make test   everything a change has to pass
# make check  its quick part: style, types, rooms, translations (as .githooks/pre-commit does)
# make lock   the lock files and the page of licences made anew, after a change of requirements*.txt
# make clean  forget the environment and the caches; the database in local/ stays
#
# Another Python: make run PYTHON=python3.13

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# Only as said in the call: a variable ROLE of the surroundings means something else.
ifeq ($(origin ROLE),command line)
export SERVICE_CULTURE_ROLE := $(ROLE)
endif

.PHONY: run test check lock clean

run: $(VENV)/runtime-installed
	$(BIN)/python -m streamlit run app.py

# What ruff and mypy find does not keep the tests from running; either of them fails the call. Of three
# workers two work at any moment, which is what two processors can: one waits for a browser, a server or
# a program that a test started.
test: $(VENV)/tests-installed
	$(BIN)/python tools/browser.py
	$(BIN)/ruff check . && $(BIN)/ruff format --check --quiet . && $(BIN)/mypy; found=$$?; $(BIN)/python -m pytest -n 3 && exit $$found

check: $(VENV)/tests-installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_layers.py tests/test_translations.py

# Without a URL of the registry, which may be a mirror, and for every system and Python from 3.11 on. The packages are
# those of the list at the versions locked before, unless UPGRADE says otherwise: make lock UPGRADE=--upgrade
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" $(UPGRADE)
lock: $(VENV)/tests-installed
	$(COMPILE) --output-file requirements.lock requirements.txt
	$(COMPILE) --output-file requirements-dev.lock --constraint requirements.lock requirements-dev.txt
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-dev.lock
	$(BIN)/python tools/licences.py --write

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A half-made environment would pass for a whole one on the next call.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=...")'
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

# A file that is not the one its hash in the lock names is refused.
$(VENV)/runtime-installed: requirements.lock | $(BIN)/python
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	@touch $@

$(VENV)/tests-installed: requirements-dev.lock | $(BIN)/python
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-dev.lock
	@touch $@
