# Everything below does its own set-up, the first time only, in a virtual environment, .venv: each
# step adds what its targets need to the step before, from a list of pinned versions and hashes.
#
#   run    the program, rjieba, web       requirements.lock
#   fast   numba                          requirements-fast.lock
#   test   what tests and checks need     requirements-test.lock
#   bench  the peers of the benchmark     requirements-bench.lock
#   browser  Playwright                   requirements-browser.lock
#   ocr    the reader of scans            requirements-ocr.lock
#
# It needs Python 3.11 or newer and make.

PYTHON ?= python3
BIN := .venv/bin
RUN := .venv/.run
FAST := .venv/.fast
TEST := .venv/.test
BENCH_STAMP := .venv/.bench
BROWSER := .venv/.browser
OCR := .venv/.ocr

.PHONY: run fast test check lint types docs format fuzz test-wheel test-tools mutants trace chaos burst soak bench \
	bench-keeping test-browser test-cluster test-ocr bench-million bench-formats bench-reading bench-backup bench-cluster bench-follow bench-telegram bench-web evaluate fit \
	pictures lock clean

run: $(RUN)              ## start the bot; without a token, the sandbox: chat with it in the browser
	@$(BIN)/python -m bot.cli.demonstration

fast: $(FAST)            ## add numba, for large collections
	@echo "numba is there: searches run compiled."

test: $(TEST)            ## run the tests, in two processes
	$(BIN)/python -m pytest -n 2 --dist worksteal

check: lint types test   ## formatter, linter, types and tests

lint: $(TEST)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(TEST)
	$(BIN)/mypy

docs: $(TEST)            ## write the documents that are made from the code: modules, handlers
	@$(BIN)/python -m tests.documents

format: $(TEST)          ## rewrite the code in the formatter's shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

fuzz: $(TEST)            ## anything at all as an article and as a question, for some twenty minutes
	$(BIN)/python -m pytest -m long tests/test_fuzz.py

test-browser: $(BROWSER) ## open the pages in Chromium, without a window; skipped where there is none
	$(BIN)/python -m pytest -m browser tests/browser

test-cluster: $(TEST)    ## the index on three OpenSearch nodes, killed and published to; ONLY=small_change for less
	$(BIN)/python -m pytest -m cluster -rs $(if $(ONLY),-k "$(ONLY)") tests/cluster

test-wheel: $(TEST)      ## use the wheel: with what is installed, and with an old pip from the package index
	$(BIN)/python -m pytest -m long tests/test_wheel.py tests/test_wheel_installed.py

test-tools: $(TEST)      ## the tools that measure, kill and change lines, each on a small example
	$(BIN)/python -m pytest -m long tests/test_chaos.py tests/test_mutants.py tests/index/test_benchmark.py

mutants: $(TEST)         ## change lines at random: does a test notice? MUTANTS="--count 10 --seed 1" for less
	$(BIN)/python -m benchmarks.mutants $(MUTANTS)

chaos: $(TEST)           ## kill verbs and the bot at random moments: is anything lost? CHAOS="--kills 20" for less
	$(BIN)/python -m benchmarks.chaos $(CHAOS)

trace: $(TEST)           ## how often control changes rooms for a question, and for a tap
	$(BIN)/python -m benchmarks.stays

burst: $(TEST)           ## a thousand questions at once, against Telegram's limits, for a minute
	$(BIN)/python -m pytest -m long tests/bot/transport/test_burst.py

soak: $(TEST)            ## ten minutes of everything at once; SOAK="--seconds 30 --articles 2000" for less
	$(BIN)/python -m benchmarks.soak $(SOAK)

evaluate: $(TEST)        ## the table of goals over the sets of questions; MOST=200 takes a sample
	@$(BIN)/python -m benchmarks.quality.goals $(if $(MOST),--most $(MOST))

fit: $(TEST)             ## fit the weights of the answers anew on half of each set
	$(BIN)/python -m benchmarks.quality.fit --ablation

test-ocr: $(OCR)         ## read scans and pictures, for some minutes; BENCH_OCR="--pages 6" for less
	$(BIN)/python -m pytest tests/corpus/readers/test_scans.py
	$(BIN)/python -m benchmarks.scans $(BENCH_OCR)

bench: $(BENCH_STAMP)    ## the index beside its peers; BENCH="--sizes 10000" for less
	$(BIN)/python -m benchmarks.index $(BENCH)

bench-keeping: $(TEST)   ## all of the load: taken in, read again, corrected; near duplicates
	$(BIN)/python -m benchmarks.keeping

bench-million: $(TEST)   ## a million passages, from files to answers; MILLION="--passages 20000" for less
	$(BIN)/python -m benchmarks.million $(MILLION)

bench-formats: $(TEST)   ## the same documents as Word, Excel, Markdown, …: the same answers?
	$(BIN)/python -m benchmarks.formats

bench-reading: $(TEST)   ## time and memory of a file of each type, beside other libraries; what the extras take
	$(BIN)/python -m benchmarks.reading
	$(BIN)/python -m benchmarks.reading --extras

bench-cluster: $(TEST)   ## three OpenSearch nodes beside the embedded index; CLUSTER="--articles 5000 --most 20" for less
	$(BIN)/python -m benchmarks.cluster $(CLUSTER)

bench-backup: $(TEST)    ## how long 100,000 articles take to back up and to restore
	$(BIN)/python -m benchmarks.backup

bench-follow: $(TEST)    ## a site of 2,000 pages: read at first, and again when nothing is new
	$(BIN)/python -m benchmarks.follow

bench-web: $(TEST)       ## how long the pages take at the server, and how heavy they are, at 100,000 passages
	$(BIN)/python -m benchmarks.web

bench-telegram: $(TEST)  ## from an update to its reply, also while 20,000 statutes are indexed
	$(BIN)/python -m benchmarks.telegram_latency
	$(BIN)/python -m benchmarks.telegram_collection

pictures: $(BROWSER)     ## photograph answers, sandbox and reader for the README; needs Chromium, a Chinese font and emoji
	$(BIN)/python -m tests.pictures

INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps

$(RUN): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Wence needs Python 3.11 or newer: make PYTHON=python3.11 …" if sys.version_info < (3, 11) else 0)'
	@echo "Setting up .venv with the program and its libraries (295 MB; half a minute, and the download) …"
	@$(PYTHON) -m venv .venv
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-build-isolation --editable .
	@touch $@

$(FAST): $(RUN) requirements-fast.lock
	@echo "Adding numba to .venv (200 MB), and compiling the search (half a minute) …"
	@$(INSTALL) --require-hashes -r requirements-fast.lock
	@$(BIN)/python -c 'from retrieval.index.kernel import warm; warm()'
	@touch $@

$(TEST): $(FAST) requirements-test.lock
	@echo "Adding what the tests and checks need to .venv (210 MB) …"
	@$(INSTALL) --require-hashes -r requirements-test.lock
	@touch $@

$(BROWSER): $(TEST) requirements-browser.lock
	@echo "Adding Playwright to .venv …"
	@$(INSTALL) --require-hashes -r requirements-browser.lock
	@touch $@

$(OCR): $(TEST) requirements-ocr.lock
	@echo "Adding the reader of scans to .venv (280 MB) …"
	@$(INSTALL) --require-hashes -r requirements-ocr.lock
	@touch $@

$(BENCH_STAMP): $(TEST) requirements-bench.lock
	@echo "Adding the peers of the benchmark to .venv …"
	@$(INSTALL) --require-hashes -r requirements-bench.lock
	@touch $@

# One solution for everything, split into what each step adds.
LOCK := build/lock
COMPILE := $(BIN)/pip-compile --quiet --strip-extras --no-emit-index-url --no-emit-trusted-host \
	--no-emit-find-links --no-annotate --no-header --allow-unsafe --generate-hashes \
	--build-deps-for editable --extra words --extra web pyproject.toml
ADDED := awk 'NR == FNR { old[$$1]; next } /==/ { new = !($$1 in old) } new'

lock: $(TEST)            ## pin again after a change of pyproject.toml; UPGRADE=--upgrade takes newer versions
	@mkdir -p $(LOCK)
	@cat requirements*.lock > $(LOCK)/all
	$(COMPILE) --extra fast --extra charts --extra cluster --extra dev --extra bench --extra browser --extra ocr $(UPGRADE) \
		-o $(LOCK)/all
	$(COMPILE) --extra fast --extra charts --extra cluster --extra dev --extra ocr -c $(LOCK)/all -o $(LOCK)/ocr
	$(COMPILE) --extra fast --extra charts --extra cluster --extra dev --extra bench -c $(LOCK)/all -o $(LOCK)/bench
	$(COMPILE) --extra fast --extra charts --extra cluster --extra dev --extra browser -c $(LOCK)/all -o $(LOCK)/browser
	$(COMPILE) --extra fast --extra charts --extra cluster --extra dev -c $(LOCK)/all -o $(LOCK)/test
	$(COMPILE) --extra fast -c $(LOCK)/all -o $(LOCK)/fast
	$(COMPILE) -c $(LOCK)/all -o requirements.lock
	$(ADDED) requirements.lock $(LOCK)/fast > requirements-fast.lock
	$(ADDED) $(LOCK)/fast $(LOCK)/test > requirements-test.lock
	$(ADDED) $(LOCK)/test $(LOCK)/bench > requirements-bench.lock
	$(ADDED) $(LOCK)/test $(LOCK)/browser > requirements-browser.lock
	$(ADDED) $(LOCK)/test $(LOCK)/ocr > requirements-ocr.lock

clean:                   ## remove what the set-up and the tools made; never a home
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
