#!/usr/bin/env bash
# The whole check of training/: lint, types, tests (one-step trainings among them), golden files.
set -euo pipefail
cd "$(dirname "$0")"
bash setup.sh

# Spinning OpenMP threads slow a busy machine tenfold.
export OMP_WAIT_POLICY=passive OMP_NUM_THREADS=${OMP_NUM_THREADS:-2}

.venv/bin/ruff check .
.venv/bin/ruff format --check .
.venv/bin/mypy
.venv/bin/pytest
for golden in platewheel/*/golden.py; do
  module=${golden%.py}
  .venv/bin/python -m "${module//\//.}" --check
done
echo "training: all checks passed"
