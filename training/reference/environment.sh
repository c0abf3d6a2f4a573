# Sourced by the scripts here: `here`, a temporary folder `temp` that is gone at the end, and in it an
# environment for packages that are pinned by who sources this. PYTHON names another interpreter.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
export YOLO_CONFIG_DIR=$temp
"${PYTHON:-python3.11}" -m venv "$temp/env"
install=("$temp/env/bin/pip" install --quiet --disable-pip-version-check)
