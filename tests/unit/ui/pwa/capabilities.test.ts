import { expect, test } from 'vitest';
import { type Environment, missingCapabilities } from '../../../../src/ui/pwa/capabilities.ts';

const COMPLETE: Environment = {
  secureContext: true,
  crossOriginIsolated: true,
  serviceWorker: true,
  camera: true,
  subtleCrypto: true,
  cores: 4,
};
const missing = (changes: Partial<Environment>) => missingCapabilities({ ...COMPLETE, ...changes });

test('nothing is missing where everything is there', () => {
  expect(missing({})).toEqual([]);
});

test('plain http: all four are missing, and https is the way out', () => {
  const list = missing({
    secureContext: false,
    crossOriginIsolated: false,
    serviceWorker: false,
    camera: false,
    subtleCrypto: false,
  });
  expect(list.map(({ what }) => what)).toEqual(['camera', 'offline', 'threads', 'checksums']);
  for (const { reason } of list) expect(reason).toContain('https');
});

test('a host without the headers: only threads, which the service worker brings', () => {
  const [only, ...rest] = missing({ crossOriginIsolated: false });
  expect(rest).toEqual([]);
  expect(only).toMatchObject({ what: 'threads', reason: expect.stringContaining('next visit') });
});

test('without headers and without service workers no visit will bring threads', () => {
  const threads = missing({ crossOriginIsolated: false, serviceWorker: false }).find(
    ({ what }) => what === 'threads',
  );
  expect(threads?.reason).toContain('cannot');
});

test('on one core threads are not missed', () => {
  expect(missing({ crossOriginIsolated: false, cores: 1 })).toEqual([]);
});

test('a secure page without a camera does not blame the address', () => {
  const [camera] = missing({ camera: false });
  expect(camera?.reason).not.toContain('https');
});
