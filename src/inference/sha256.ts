/** Hashing files, also where `crypto.subtle` is missing. */

/**
 * Lower-case hex sha256. Insecure origins (`http://192.168.0.5`) have no `crypto.subtle`; there a
 * library in plain JavaScript does it, some ten times slower.
 */
export async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = globalThis.crypto?.subtle
    ? new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
    : (await import('@noble/hashes/sha2.js')).sha256(bytes);
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
