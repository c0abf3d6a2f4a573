#!/bin/sh
# Fills in nginx.conf and starts nginx in the foreground. Needs no root and writes only to RUN_DIR.
#
#   PORT=8080 APP_ROOT=/srv/app RUN_DIR=/tmp/nginx NGINX_TEMPLATE=/etc/platewheel/nginx.conf
set -eu

PORT=${PORT:-8080}
APP_ROOT=${APP_ROOT:-/srv/app}
RUN_DIR=${RUN_DIR:-/tmp/nginx}
NGINX_TEMPLATE=${NGINX_TEMPLATE:-/etc/platewheel/nginx.conf}

case $PORT in
  '' | *[!0-9]*)
    echo "PORT must be a number, not '$PORT'." >&2
    exit 64
    ;;
esac
if [ ! -f "$APP_ROOT/index.html" ]; then
  echo "There is no built app in $APP_ROOT (index.html is missing)." >&2
  exit 66
fi
mkdir -p "$RUN_DIR"

# Stock nginx has no brotli; distributions package it as a module.
: > "$RUN_DIR/modules.conf"
: > "$RUN_DIR/brotli.conf"
BROTLI=/usr/lib/nginx/modules/ngx_http_brotli_static_module.so
if [ -f "$BROTLI" ]; then
  echo "load_module $BROTLI;" > "$RUN_DIR/modules.conf"
  echo 'brotli_static on;' > "$RUN_DIR/brotli.conf"
fi

sed -e "s|\${PORT}|$PORT|g" -e "s|\${APP_ROOT}|$APP_ROOT|g" -e "s|\${RUN_DIR}|$RUN_DIR|g" \
  "$NGINX_TEMPLATE" > "$RUN_DIR/nginx.conf"

exec nginx -e stderr -c "$RUN_DIR/nginx.conf" -g 'daemon off;'
