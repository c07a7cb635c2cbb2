# `make pool` and `make test` need nothing but Python 3.11 or newer, and make.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
TEST_READY := $(VENV)/test-ready
#: The oldest Python and the oldest packages that pyproject.toml allows.
LOWEST_PYTHON ?= $(shell command -v python3.11 || command -v $(PYTHON))
LOWEST := .venv-lowest
ARM := .arm
LOWEST_READY := $(LOWEST)/ready

.PHONY: pool report test arm coverage mutants fuzz check oracles bench simulation docs pictures clean test-lowest digits

## Pool the shipped evidence and print it; the same tables go to outputs/.
pool: $(READY)
	@$(BIN)/metasacro pool --output outputs

## Lint, types, floors and tests.
test: $(TEST_READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n auto $(COVER)

## The same, and an error where a line or branch of the kernel, the problems or the records is run by no test.
coverage: COVER = --cov --cov-report=
coverage: export METASACRO_EXAMPLES = same
coverage: test
	$(BIN)/coverage report --fail-under=100

## The same bytes from a processor that is not like this one: Debian's Python for ARM, emulated (qemu-user-static).
arm: $(ARM)/ready
	METASACRO_ARM=$(abspath $(ARM)) $(BIN)/python -m pytest -p no:cacheprovider tests/reproducible/test_another_processor.py

$(ARM)/ready: $(TEST_READY) tests/reproducible/arm.sh constraints.txt
	bash tests/reproducible/arm.sh $(ARM) $(BIN)/python

## Small faults in the kernel that no test notices: all of it takes hours; MODULE=tau2/paule_mandel, or tau2, a part.
mutants: $(TEST_READY)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[mutants]'
	$(BIN)/python -m tests.mutants $(MODULE)

## The core tests with the lowest versions of every package: about three minutes. The report's pictures are left out,
## since another matplotlib draws them otherwise.
test-lowest: $(LOWEST_READY)
	$(LOWEST)/bin/python -m pytest -p no:cacheprovider tests/commands/test_outputs.py tests/commands/test_pool.py \
	  tests/commands/test_convert.py tests/records/test_messages.py tests/records/test_record_writing.py \
	  tests/oracles/test_pooling.py tests/oracles/test_effect_sizes.py tests/oracles/test_conversion.py tests/tau2 \
	  --deselect tests/commands/test_outputs.py::test_the_report_is_current \
	  --deselect tests/commands/test_outputs.py::test_the_figures_of_the_report_are_current \
	  --deselect tests/commands/test_outputs.py::test_the_manifest_is_current

## Write the report of the shipped evidence into outputs/.
report: $(READY)
	@$(BIN)/metasacro report --output outputs

check: $(READY)
	@$(BIN)/metasacro check

## The table of agreement in tests/oracles/README.md, from the reference results in the folder ORACLES. Without it: which
## committed case no test compares.
oracles: $(TEST_READY)
	$(BIN)/python -m tests.oracles.table $(ORACLES)

## How many digits of every number are right: exact answers where they are missing, and docs/digits.md.
digits: $(TEST_READY)
	$(BIN)/python -m tests.digits

## Whole-process times, feasible sets, and many or large analyses, beside R with metafor and Python peers where those can
## be installed. Writes benchmarks/RESULTS.md.
bench: $(TEST_READY)
	$(BIN)/python benchmarks/start_up.py
	$(BIN)/python benchmarks/reading.py
	$(BIN)/python benchmarks/saving.py
	$(BIN)/python benchmarks/feasible_sets.py
	OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 $(BIN)/python benchmarks/kernel.py
	OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 $(BIN)/python benchmarks/sweep.py

## Coverage and bias of the defaults, and of conversions: about thirteen minutes on one core. Writes tests/simulation/**.csv
## and the manual's tables and figures.
simulation: $(TEST_READY)
	$(BIN)/python -m tests.simulation
	$(BIN)/python -m tests.simulation.conversion

## Fuzz every reader and command in turn, SECONDS each (default 600), led by coverage. What it finds is told and lies in
## .fuzz/finds; the committed corpus and earlier finds are a part of `make test`.
SECONDS ?= 600
fuzz: $(TEST_READY)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[test,fuzz]'
	$(BIN)/python -m tests.fuzz.coverage_guided --seconds $(SECONDS)

## The generated pages of the manual, and the schemas that the records name on their first line.
docs: $(TEST_READY)
	$(BIN)/python docs/generate.py
	$(BIN)/metasacro schema record > studies/record.schema.json
	$(BIN)/metasacro schema protocol > studies/protocol.schema.json

## The pictures of the README: the terminal, and the report in Chromium.
pictures: $(TEST_READY)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[browser]'
	PYTHONPATH=. $(BIN)/python docs/pictures.py

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(TEST_READY): $(READY)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[test]'
	@touch $@

$(LOWEST_READY): pyproject.toml constraints-lowest.txt
	$(LOWEST_PYTHON) -m venv $(LOWEST)
	$(LOWEST)/bin/python -m pip install --quiet --constraint constraints-lowest.txt --editable '.[fast,cluster]' \
	  hypothesis jsonschema markdown-it-py mpmath pytest
	@touch $@

clean:
	rm -rf $(VENV) $(LOWEST) $(ARM) .fuzz build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis \
	  .import_linter_cache .coverage*
