#!/usr/bin/env bash
# Reads an export as a stream, front to back, with readers that never see its end, and compares every
# file with what `unzip` finds by the directory at the end. Readers that are not here are named.
#
#     bash training/reference/read_stream.sh [DATASET.zip]
source "$(dirname "$0")/environment.sh"
zip=$(realpath "${1:-$here/../tests/app_export/export.zip}")

files() { (cd "$1" && find . -type f -print0 | sort -z | xargs -0 sha256sum); }
mkdir "$temp/whole"
unzip -q "$zip" -d "$temp/whole"
files "$temp/whole" > "$temp/wanted"

# same NAME FOLDER: exits where a reader found anything else.
same() {
  files "$2" | cmp - "$temp/wanted" || { echo "$1 read other files" >&2; exit 1; }
  printf '%s: %d files\n' "$1" "$(wc -l < "$temp/wanted")"
}

"${install[@]}" stream-unzip==0.0.101
mkdir "$temp/stream-unzip"
"$temp/env/bin/python" - "$temp/stream-unzip" "$zip" <<'PY'
import sys
from pathlib import Path

from stream_unzip import stream_unzip

out, source = Path(sys.argv[1]), Path(sys.argv[2])


def parts():
    with source.open("rb") as file:
        while part := file.read(65536):
            yield part


for name, _, chunks in stream_unzip(parts()):
    path = out / name.decode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(chunks))
PY
same 'stream-unzip 0.0.101' "$temp/stream-unzip"

if command -v bsdtar > /dev/null; then
  mkdir "$temp/bsdtar"
  bsdtar -xf - -C "$temp/bsdtar" < "$zip"
  same "$(bsdtar --version | cut -d' ' -f1-2)" "$temp/bsdtar"
else
  echo 'bsdtar is not here'
fi

if command -v java > /dev/null; then
  mkdir "$temp/java"
  cat > "$temp/Unzip.java" << 'JAVA'
import java.io.*;
import java.nio.file.*;
import java.util.zip.*;

public class Unzip {
  public static void main(String[] args) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(System.in)) {
      for (ZipEntry entry; (entry = zip.getNextEntry()) != null; ) {
        Path path = Path.of(args[0], entry.getName());
        Files.createDirectories(path.getParent());
        Files.copy(zip, path);
      }
    }
  }
}
JAVA
  java "$temp/Unzip.java" "$temp/java" < "$zip"
  same "Java $(java -version 2>&1 | sed -n '1s/.*"\(.*\)".*/\1/p') ZipInputStream" "$temp/java"
else
  echo 'Java is not here'
fi
