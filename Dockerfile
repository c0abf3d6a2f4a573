# The app as a container: built with Node, served by nginx without root rights. See docs/deploy.md.
#   docker build --target cli -t platewheel-cli .     the command line instead: see docs/scale.md
#   docker build -t platewheel . && docker run --rm -p 8080:8080 --read-only --tmpfs /tmp platewheel

FROM node:20-bookworm-slim AS build
WORKDIR /src
# The lockfile first: packages are installed anew only when it changes.
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN node scripts/build.mjs --best

# The command line: its bundle, its native packages, the models.
FROM build AS cli-build
RUN ONNXRUNTIME_NODE_INSTALL=skip npm ci --prefix cli --no-audit --no-fund \
  && rm -rf cli/node_modules/onnxruntime-node/bin/napi-v6/darwin cli/node_modules/onnxruntime-node/bin/napi-v6/win32 \
  && npx vite build --config cli/vite.config.ts

FROM node:20-bookworm-slim AS cli
WORKDIR /app
COPY --from=cli-build /src/cli/package.json cli/
COPY --from=cli-build /src/cli/dist cli/dist
COPY --from=cli-build /src/cli/node_modules cli/node_modules
COPY --from=cli-build /src/models models
RUN ln -s /app/cli/dist/platewheel.mjs /usr/local/bin/platewheel && chmod +x /app/cli/dist/platewheel.mjs
USER 65534:65534
ENTRYPOINT ["node", "/app/cli/dist/platewheel.mjs"]

# Alpine's nginx rather than the stock image: its brotli module saves a quarter of the download.
FROM alpine:3.22
RUN apk add --no-cache nginx nginx-mod-http-brotli
COPY nginx.conf scripts/nginx-entrypoint.sh /etc/platewheel/
COPY --from=build /src/dist /srv/app
ENV PORT=8080
EXPOSE 8080
# A number, so that Kubernetes can see that it is not root.
USER 65534:65534
STOPSIGNAL SIGQUIT
HEALTHCHECK --interval=30s --timeout=3s CMD wget -q -O /dev/null "http://127.0.0.1:${PORT}/healthz"
ENTRYPOINT ["sh", "/etc/platewheel/nginx-entrypoint.sh"]
