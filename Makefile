# Needs Python 3.11 or newer with pip, and make; everything else is installed into .venv from the
# lock files, which carry hashes.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(PYTHON) -m pip --python $(BIN)/python --disable-pip-version-check

.PHONY: app test check bench proof mutation words licences sbom pictures lock format clean

app: $(VENV)/.app
	$(BIN)/streamlit run app.py

test: $(VENV)/.dev
	$(BIN)/python tests/install_browser.py
	$(BIN)/python tests/install_reader.py
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n auto
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --fail-under 97 --omit 'tests/*'
	$(BIN)/coverage report --fail-under 99 --include 'tests/*'

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.dev
	$(BIN)/python tests/install_browser.py
	$(BIN)/python -m bench

# The attacks, for minutes, from a seed that is printed; `make proof SEED=1 SHARE=0.1` is the same again.
SHARE ?= 1
proof: $(VENV)/.dev
	PYTHONPATH=.:tests $(BIN)/python tests/prove.py --share $(SHARE) $(if $(SEED),--seed $(SEED))
	PYTHONPATH=.:tests $(BIN)/python tests/prove_full_disk.py
	$(BIN)/python tests/install_browser.py
	PYTHONPATH=.:tests $(BIN)/python tests/prove_served.py

# Mutants and changed numbers, which tests have to notice; the whole takes a day, `SHARE=0.02` an
# hour or less. `OF="units scig"` looks only at files whose path holds one of these.
mutation: $(VENV)/.dev
	$(BIN)/python tests/prove_mutants.py --share $(SHARE) $(if $(SEED),--seed $(SEED)) $(if $(OF),--of $(OF))

# Records anew every word of some hundred answers; what has changed is read before it is kept.
words: $(VENV)/.dev
	PYTHONPATH=.:tests $(BIN)/python tests/record_words.py

licences: $(VENV)/.dev
	@$(BIN)/python -m docs.dependencies

sbom: $(VENV)/.dev
	@$(BIN)/python -m docs.dependencies --sbom

# The house as it is drawn from its imports, and the pictures of the screens.
pictures: $(VENV)/.dev
	$(BIN)/python tests/install_browser.py
	$(BIN)/python -m docs.draw_house
	$(BIN)/python -m docs.pictures

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# --without-pip: Debian's python3 has no ensurepip, and pip can install into any environment.
$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv --without-pip $(VENV)

$(VENV)/.app: requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --require-hashes -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.app
	$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	touch $@

# Pins anew what pyproject.toml asks for; uv is only needed here.
LOCK := uv pip compile pyproject.toml --group build --universal --python-version 3.11 \
	--generate-hashes --no-annotate --quiet --custom-compile-command "make lock"
lock:
	$(LOCK) --output-file requirements.lock
	$(LOCK) --group dev --constraint requirements.lock --output-file requirements-dev.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
