/**
 * The response headers of production, in one place: the static server sends them, the service
 * worker adds them on hosts that cannot, and a test holds nginx.conf against them.
 */

/** No other origin is ever reached; wasm and our own workers are all that runs besides scripts. */
const CSP = {
  'default-src': "'self'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self'",
  'connect-src': "'self'",
  'img-src': "'self' blob: data:",
  'media-src': "'self' blob:",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

/** @param {Record<string, string>} directives */
const policy = (directives) =>
  Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');

/** Cross-origin isolation: without it there is no shared memory, so no threads. */
export const ISOLATION_HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Sent with every response. */
export const SECURITY_HEADERS = {
  ...ISOLATION_HEADERS,
  'Content-Security-Policy': policy(CSP),
  'Permissions-Policy':
    'camera=(self), clipboard-write=(self), fullscreen=(self), geolocation=(), microphone=(), payment=(), usb=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY', // what frame-ancestors says, for what does not know it
  'X-Permitted-Cross-Domain-Policies': 'none',
};

/**
 * The same policy for the page's `<meta>` tag, which may not hold `frame-ancestors`. Trusted Types are
 * asked for there alone: a header would bind the workers of libraries too, which load their parts by name.
 */
export function metaPolicy() {
  const { 'frame-ancestors': _, ...rest } = CSP;
  return policy({
    ...rest,
    'require-trusted-types-for': "'script'",
    'trusted-types': 'default report',
  });
}

const YEAR_S = 31_536_000;

/**
 * How long a file may be kept. Names under `assets/` carry a hash of their content; everything
 * else is asked for again each time (an unchanged file answers 304).
 * @param {string} path from the app's root, starting with `/`
 */
export function cacheControl(path) {
  return path.startsWith('/assets/') ? `public, max-age=${YEAR_S}, immutable` : 'no-cache';
}

/** Types the common tables miss. */
export const EXTRA_TYPES = {
  '.onnx': 'application/octet-stream',
  '.gz': 'application/gzip',
  '.avif': 'image/avif',
};
