# Everything below does its own set-up, the first time only: a virtual environment in .venv with
# the pinned dependencies and the program itself. It needs Python 3.11 or newer and make.

PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.complete

.PHONY: pictures run test fuzz check format lint types setup bench bench-keeping bench-million bench-telegram burst evaluate fit lock clean

run: $(STAMP)            ## start the bot; without a token, a demonstration in the terminal
	@$(BIN)/python -m bot.cli.demonstration

test: $(STAMP)           ## run the tests
	$(BIN)/python -m pytest

fuzz: $(STAMP)           ## anything at all as an article and as a question, for some twenty minutes
	$(BIN)/python -m pytest -m long tests/test_fuzz.py

burst: $(STAMP)          ## a thousand questions at once, against Telegram's limits, for a minute
	$(BIN)/python -m pytest -m long tests/bot/transport/test_burst.py

bench-telegram: $(STAMP) ## from an update to its reply, also while 20,000 statutes are indexed
	$(BIN)/python -m benchmarks.telegram_latency
	$(BIN)/python -m benchmarks.telegram_collection

bench-keeping: $(STAMP)  ## all of the load: taken in, read again, corrected; near duplicates
	$(BIN)/python -m benchmarks.keeping

bench-million: $(STAMP)  ## a million passages, from files to answers; MILLION="--passages 20000" for less
	$(BIN)/python -m benchmarks.million $(MILLION)

check: $(STAMP) lint types test   ## formatter, linter, types and tests

lint: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(STAMP)
	$(BIN)/mypy

format: $(STAMP)         ## rewrite the code in the formatter's shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

setup: $(STAMP)          ## only the set-up

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Wence needs Python 3.11 or newer: make PYTHON=python3.11 …" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

SHARED ?= ../shared
HOMES ?= build/evaluate

evaluate: $(STAMP)       ## the table of goals over the sets of questions; MOST=200 takes a sample
	@$(BIN)/python -m benchmarks.quality.goals $(SHARED)/eval $(HOMES) $(if $(MOST),--most $(MOST))

fit: $(STAMP)            ## fit the weights of the answers anew on half of each set
	$(BIN)/python -m benchmarks.quality.fit $(SHARED)/eval $(HOMES) --ablation

BENCH ?=
MILLION ?=
BENCH_STAMP := .venv/.bench

bench: $(BENCH_STAMP)    ## the index beside its peers; BENCH="--sizes 10000" for less
	$(BIN)/python -m benchmarks.index --shared $(SHARED) $(BENCH)

$(BENCH_STAMP): $(STAMP) requirements-bench.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@touch $@

LOCK := $(BIN)/pip-compile --quiet --strip-extras --no-emit-index-url --no-emit-trusted-host \
	--no-emit-find-links --generate-hashes --no-header --allow-unsafe

pictures: $(STAMP)       ## photograph real answers for the README; needs Chromium and a Chinese font
	$(BIN)/python -m tests.pictures

lock: $(STAMP)           ## pin the dependencies again after a change of pyproject.toml
	$(LOCK) --extra dev --extra fast --extra charts -o requirements.lock pyproject.toml
	$(LOCK) --extra bench -c requirements.lock -o requirements-bench.lock pyproject.toml

clean:                   ## remove what the set-up and the tools made; never a home
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
