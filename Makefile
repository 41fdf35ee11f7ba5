# make run    the dashboard, on this computer only, with the sample company
#             make run ROLE=administrator   for the person who looks after the files: names of units, targets, undo (README, “Roles”)
# make test   everything a change has to pass
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

.PHONY: run test clean

run: $(VENV)/runtime-installed
	$(BIN)/python -m streamlit run app.py

# What ruff finds does not keep the tests from running; either of them fails the call.
test: $(VENV)/tests-installed
	$(BIN)/python tools/browser.py
	$(BIN)/ruff check .; ruff=$$?; $(BIN)/python -m pytest -n 2 --dist loadgroup && exit $$ruff

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A half-made environment would pass for a whole one on the next call.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=...")'
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/runtime-installed: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --requirement requirements.txt
	@touch $@

$(VENV)/tests-installed: requirements.txt requirements-dev.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --requirement requirements-dev.txt
	@touch $@
