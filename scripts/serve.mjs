/**
 * Serves the built app as production does: its headers, compressed files, caching.
 *
 *   node scripts/serve.mjs [--port 4173] [--host localhost] [--base /sub/path/] [--no-headers]
 *
 * `--no-headers` plays a host that cannot set headers (tests and docs/deploy.md).
 */
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import sirv from 'sirv';
import { cacheControl, EXTRA_TYPES, SECURITY_HEADERS } from './lib/headers.mjs';
import { DIST } from './lib/paths.mjs';

/**
 * A request handler over the built app.
 * @param {{ dist?: string, base?: string, headers?: boolean }} [options]
 * @returns {import('node:http').RequestListener}
 */
export function appHandler({ dist = DIST, base = '/', headers = true } = {}) {
  const files = sirv(dist, {
    dev: true, // looks at the folder on each request: a new build needs no restart
    etag: true,
    brotli: headers,
    gzip: headers,
    setHeaders(response, path) {
      const type = /** @type {Record<string, string>} */ (EXTRA_TYPES)[extname(path)];
      if (type) response.setHeader('Content-Type', type);
      // A .gz file is data of ours, not an encoding of the transfer.
      if (path.endsWith('.gz')) response.setHeader('Content-Encoding', 'identity');
      if (headers) response.setHeader('Cache-Control', cacheControl(path));
    },
  });
  return (request, response) => {
    if (headers) {
      for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    }
    const url = request.url ?? '/';
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    } else if (url === '/healthz') {
      response.writeHead(200, { 'Content-Type': 'text/plain' }).end('ok\n');
    } else if (`${url}/` === base) {
      response.writeHead(308, { Location: base }).end();
    } else if (!url.startsWith(base) || url.includes('/.')) {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found\n');
    } else {
      request.url = url.slice(base.length - 1);
      files(request, response);
    }
  };
}

/**
 * Starts the server; with a busy port and `search`, the next free one is taken.
 * @param {{ port?: number, host?: string, search?: boolean, dist?: string, base?: string, headers?: boolean }} [options]
 * @returns {Promise<{ address: string, close: () => Promise<void> }>}
 */
export async function serve({ port = 4173, host = 'localhost', search = false, ...app } = {}) {
  const server = createServer(appHandler(app));
  for (let candidate = port; ; candidate++) {
    try {
      await new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(candidate, host, () => {
          server.off('error', reject);
          resolve(undefined);
        });
      });
      break;
    } catch (error) {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error);
      if (code !== 'EADDRINUSE' || !search || candidate - port >= 50) throw error;
    }
  }
  const bound = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    address: `http://${host}:${bound.port}${app.base ?? '/'}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4173' },
      host: { type: 'string', default: 'localhost' },
      base: { type: 'string', default: '/' },
      'no-headers': { type: 'boolean', default: false },
    },
  });
  const { address } = await serve({
    port: Number(values.port),
    host: values.host,
    base: values.base,
    headers: !values['no-headers'],
  });
  console.log(`Serving ${DIST} at ${address}`);
}
