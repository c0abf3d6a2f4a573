#!/usr/bin/env bash
# One would guess: a column of licence plates comes out of pandas.read_csv as text.
# What happens: 12E3456 is a number with an exponent; where all plates of a table are of that kind or
#   digits alone (Israel, Denmark's trailers, taxis), the column is float: one plate becomes infinity, and
#   1234567 becomes 1234567.0. No warning. dtype={"text": str} is needed, and keep_default_na=False, for
#   the plate NULL becomes NaN.
# Package: pandas 3.1.1 (PyPI). Seen 2026-11-28. Source: the card of our own exports.
set -euo pipefail
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
python3 -m venv "$temp/env"
"$temp/env/bin/pip" install --quiet --disable-pip-version-check pandas==3.1.1
"$temp/env/bin/python" - <<'PY'
import io, sys
import pandas

print("pandas", pandas.__version__)
table = "image,text\na.jpg,12E3456\nb.jpg,1234567\n"
plain = pandas.read_csv(io.StringIO(table)).text.tolist()
print("as it is:", plain)
nulls = pandas.read_csv(io.StringIO("image,text\na.jpg,NULL\nb.jpg,AB1\n"), dtype={"text": str}).text.tolist()
print("NULL as text:", nulls)
safe = pandas.read_csv(io.StringIO(table), dtype={"text": str}, keep_default_na=False).text.tolist()
print("asked for text:", safe)
changed = plain != [float("inf"), 1234567.0] or nulls[0] == "NULL" or safe != ["12E3456", "1234567"]
sys.exit(1 if changed else 0)
PY
