# The app as a container: built with Node, served by nginx without root rights. See docs/deploy.md.
#   docker build -t platewheel . && docker run --rm -p 8080:8080 --read-only --tmpfs /tmp platewheel

FROM node:20-bookworm-slim AS build
WORKDIR /src
# The lockfile first: packages are installed anew only when it changes.
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN node scripts/build.mjs --best

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
