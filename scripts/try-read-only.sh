#!/bin/bash
# Tries the container's entry point where no Docker daemon runs: nobody's rights, a root file system
# that is read-only, a tmpfs as the only place to write. Linux, as root; needs nginx and a build.
#
#   scripts/try-read-only.sh
set -euo pipefail
ROOT=$(cd "$(dirname "$0")/.." && pwd)
PORT=${PORT:-4180}

if [[ ${1:-} != inside ]]; then
  exec unshare --mount --propagation private -- "$0" inside
fi

# The app and the template, at the image's paths, on a tmpfs that is then made read-only as well.
mount -t tmpfs tmpfs /srv
mkdir -p /srv/app /srv/platewheel
cp -R "${APP_ROOT:-$ROOT/dist}/." /srv/app/
cp "$ROOT/nginx.conf" "$ROOT/scripts/nginx-entrypoint.sh" /srv/platewheel/
chmod -R a+rX /srv
mount -o remount,ro /srv
mount -t tmpfs -o mode=1777 tmpfs /tmp
mount -o remount,bind,ro /

rights=(setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs)
if "${rights[@]}" touch /srv/app/probe /etc/probe /var/probe 2> /dev/null; then
  echo 'The file system is still writable: this trial would prove nothing.' >&2
  exit 1
fi
PORT=$PORT NGINX_TEMPLATE=/srv/platewheel/nginx.conf "${rights[@]}" sh /srv/platewheel/nginx-entrypoint.sh &
server=$!
trap 'kill "$server" 2> /dev/null || true' EXIT

for _ in $(seq 50); do
  curl --silent --fail "http://localhost:$PORT/healthz" > /dev/null && break
  sleep 0.1
done
curl --silent --show-error --fail "http://localhost:$PORT/healthz"
curl --silent --show-error --fail --output /dev/null --write-out 'index.html %{http_code} %{content_type}\n' "http://localhost:$PORT/"
echo "user of the server: $(ps -o user= -p "$server")"
echo 'nginx ran unprivileged on a read-only root file system.'
