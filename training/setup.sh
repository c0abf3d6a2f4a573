#!/usr/bin/env bash
# Makes training/.venv with the pinned requirements and fetches the typefaces plates are drawn with
# (npm). Does nothing when they are there already.
set -euo pipefail
cd "$(dirname "$0")"

stamp=.venv/requirements.sha256
wanted=$(sha256sum requirements.txt | cut -d' ' -f1)
if ! [[ -x .venv/bin/python && -f $stamp && $(cat "$stamp") == "$wanted" ]]; then
  python=${PYTHON:-python3}
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "training needs Python 3.11 or newer; set PYTHON to one" >&2
    exit 1
  }
  [[ -x .venv/bin/python ]] || "$python" -m venv .venv
  .venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
  echo "$wanted" > "$stamp"
fi

.venv/bin/python -m platewheel.synth.fonts --if-missing
