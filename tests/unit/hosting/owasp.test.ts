/**
 * The headers of production against the OWASP Secure Headers Project's recommended response headers
 * (https://owasp.org/www-project-secure-headers, list of 2025), copied here.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SECURITY_HEADERS } from '../../../scripts/lib/headers.mjs';

const RECOMMENDED = {
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'deny',
  'X-Permitted-Cross-Domain-Policies': 'none',
};
/** Directives of the recommended Content-Security-Policy that a host of static files can hold to. */
const RECOMMENDED_CSP = [
  "default-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "object-src 'none'",
  "frame-ancestors 'none'",
];
/** Features the list switches off and this app has no use for. */
const OFF = ['geolocation', 'microphone', 'payment', 'usb'];

const sent = SECURITY_HEADERS as Readonly<Record<string, string>>;

test.each(Object.entries(RECOMMENDED))('%s is sent as recommended', (name, value) => {
  expect(sent[name]?.toLowerCase()).toBe(value);
});

test('the content policy is at least as strict, and lets no script in by text', () => {
  const policy = sent['Content-Security-Policy'] ?? '';
  const directives = policy.split('; ');
  for (const directive of RECOMMENDED_CSP) expect(directives).toContain(directive);
  expect(policy).not.toMatch(/'unsafe-inline'|'unsafe-eval'|https?:|\*/);
});

test('features that are not used are switched off', () => {
  for (const feature of OFF) expect(sent['Permissions-Policy']).toContain(`${feature}=()`);
});

test('HSTS stands ready in nginx.conf for hosts that speak https alone', () => {
  // It may not be sent over plain http, which the image speaks behind a proxy.
  const line = /# add_header Strict-Transport-Security "max-age=(\d+); includeSubDomains" always;/;
  const [, seconds] = line.exec(readFileSync('nginx.conf', 'utf8')) ?? [];
  expect(Number(seconds)).toBeGreaterThanOrEqual(31_536_000);
});
