# Everything below does its own set-up, the first time only, in a virtual environment, .venv: each
# step adds what its targets need to the step before, from a list of pinned versions and hashes.
#
#   run    the program and rjieba         requirements.lock
#   fast   numba                          requirements-fast.lock
#   test   what tests and checks need     requirements-test.lock
#   bench  the peers of the benchmark     requirements-bench.lock
#   ocr    the reader of scans            requirements-ocr.lock
#
# It needs Python 3.11 or newer and make.

PYTHON ?= python3
BIN := .venv/bin
RUN := .venv/.run
FAST := .venv/.fast
TEST := .venv/.test
BENCH_STAMP := .venv/.bench
OCR := .venv/.ocr

.PHONY: run fast test check lint types docs format fuzz test-wheel mutants trace burst bench bench-keeping test-ocr bench-million \
	bench-formats bench-backup bench-telegram evaluate fit pictures lock clean
