#!/usr/bin/env bash
# Runs the reference scripts, each with its packages pinned in a temporary environment. See README.md.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
python=${PYTHON:-python3.11}

run() { # name, packages…
  local name=$1
  shift
  "$python" -m venv "$temp/$name"
  "$temp/$name/bin/pip" install --quiet --disable-pip-version-check "$@"
  WHEELS=$temp/wheels "$temp/$name/bin/python" "$here/quality_$name.py"
}

wanted=${1:-all}
is() { [[ $wanted == all || $wanted == "$1" ]]; }
if is points; then
  "$python" -m pip download --quiet --no-deps --dest "$temp/wheels" fiftyone-brain==0.27.0
  run points scikit-learn==1.9.1 scipy==1.17.1
fi
if is calibration; then
  "$python" -m pip download --quiet --no-deps --dest "$temp/wheels" netcal==1.4.0
  run calibration numpy==2.4.6 scipy==1.17.1 scikit-learn==1.9.1 tqdm==4.67.3
fi
if is labels; then run labels 'cleanlab[datalab]==2.9.0'; fi
if is pictures; then run pictures cleanvision==0.3.7; fi
if is map; then run map umap-learn==0.5.12; fi
