#!/usr/bin/env bash
# Installs, type-checks, bundles and tests the command line, and checks the jobs in deploy/.
# The last line counts the tests.
set -euo pipefail
cd "$(dirname "$0")/.."

report=$(mktemp)
trap 'rm -f "$report"' EXIT
node scripts/read.mjs --prepare
npx tsc -p cli/tsconfig.json
bash deploy/check.sh
npx vitest run --config cli/vitest.config.ts --reporter=default --reporter=json --outputFile.json="$report"
node cli/countTests.mjs "$report"
