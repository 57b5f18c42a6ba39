# Everything that a developer does here. `make demo` and `make test` do all the set-up themselves.

SHELL := /bin/sh
VENV := .venv
PYTHON := $(VENV)/bin/python
READY := $(VENV)/ready

# uv trusts the certificates that the machine trusts, as pip does (the second name is for older versions of uv).
export UV_SYSTEM_CERTS := true
export UV_NATIVE_TLS := true

# All of our Python, for the formatter and the linter.
CODE := bot content storage tests benchmarks

.DEFAULT_GOAL := help
.PHONY: help setup demo test check lint formatted types contracts migrations fmt lock bench bench-coach

help: ## what can be made here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## make .venv from requirements.lock; does nothing when nothing changed
	@:

demo: $(READY) ## play one practice day in the terminal; no account anywhere
	@$(PYTHON) -m bot demo

test: $(READY) ## all tests; no server and no network needed
	@$(PYTHON) -m pytest

check: lint formatted types contracts migrations ## style, types, import contracts, migrations

lint: $(READY)
	@$(PYTHON) -m ruff check $(CODE)

formatted: $(READY)
	@$(PYTHON) -m ruff format --check $(CODE)

types: $(READY)
	@$(PYTHON) -m mypy

contracts: $(READY)
	@$(VENV)/bin/lint-imports --no-logo

migrations: $(READY)
	@$(PYTHON) -c "$$MIGRATIONS_MATCH"

fmt: $(READY) ## format, and mend what can be mended by machine
	@$(PYTHON) -m ruff check --fix $(CODE)
	@$(PYTHON) -m ruff format $(CODE)

bench-coach: $(READY) ## measure the coach
	@$(PYTHON) -m benchmarks.coach

bench: $(READY) ## all measurements, without the chaos command
	@set -e; for each in $$(grep -l "__main__" benchmarks/*.py | grep -v -e chaos -e _training); do \
	  name="benchmarks.$$(basename "$$each" .py)"; \
	  echo; echo "$$name"; $(PYTHON) -m "$$name"; \
	done

lock: ## choose the newest dependencies anew (needs uv)
	uv pip compile pyproject.toml --extra ai --extra dev --universal --generate-hashes --upgrade \
	  --python-version 3.11 -o requirements.lock

$(READY): requirements.lock pyproject.toml
	@$(SHELL) -c "$$SET_UP" set-up $(VENV)
	@touch $@

# uv if it is there, else venv and pip; both check every hash of the lock.
define SET_UP
set -eu
venv="$$1"
new_enough() { "$$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
with_venv() { "$$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }
uv="$$(uv --version >/dev/null 2>&1 && echo yes || echo no)"
if ! new_enough "$$venv/bin/python"; then
  found= without_venv=
  for python in python3 python3.14 python3.13 python3.12 python3.11 python; do
    new_enough "$$python" || continue
    if [ "$$uv" = yes ] || with_venv "$$python"; then found="$$python"; break; fi
    without_venv="$$python"
  done
  if [ -z "$$found" ] && [ -n "$$without_venv" ]; then
    echo "$$without_venv has no venv module: install it (on Debian: apt-get install python3-venv), then try again." >&2
    exit 1
  fi
  if [ -z "$$found" ]; then
    echo "Understudy needs Python 3.11 or newer, and there is none on PATH ($$(python3 --version 2>&1 || true))." >&2
    exit 1
  fi
  rm -rf "$$venv"
  echo "Making $$venv with $$("$$found" --version) ..."
  if [ "$$uv" = yes ]; then uv venv --quiet --python "$$(command -v "$$found")" "$$venv"; else "$$found" -m venv "$$venv"; fi
fi
echo "Installing what requirements.lock says ..."
if [ "$$uv" = yes ]; then
  uv pip install --quiet --python "$$venv/bin/python" --require-hashes -r requirements.lock
  uv pip install --quiet --python "$$venv/bin/python" --no-deps --no-build-isolation --editable .
else
  "$$venv/bin/python" -m pip --version >/dev/null 2>&1 || "$$venv/bin/python" -m ensurepip >/dev/null
  "$$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
  "$$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
fi
endef
export SET_UP

# The tables of storage/tables.py are what all migrations together make.
define MIGRATIONS_MATCH
from storage.database import open_engine
from storage.migrate import differences, migrate

engine = open_engine("sqlite://")
migrate(engine)
found = differences(engine)
engine.dispose()
raise SystemExit(f"Migrations and storage/tables.py differ: {found}" if found else 0)
endef
export MIGRATIONS_MATCH
