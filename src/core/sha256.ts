/** Hashing files, also where `crypto.subtle` is missing. */

/** Of the platform what is needed here; core's TypeScript library is the language alone. */
declare const crypto:
  | { readonly subtle?: { digest(name: string, bytes: BufferLike): Promise<ArrayBuffer> } }
  | undefined;
type BufferLike = ArrayBuffer | Uint8Array;

/**
 * Lower-case hex sha256. Insecure origins (`http://192.168.0.5`) have no `crypto.subtle`; there a
 * library in plain JavaScript does it, some ten times slower.
 */
export async function sha256Hex(bytes: BufferLike): Promise<string> {
  const subtle = typeof crypto === 'undefined' ? undefined : crypto.subtle;
  const digest = subtle
    ? new Uint8Array(await subtle.digest('SHA-256', bytes))
    : (await import('@noble/hashes/sha2.js')).sha256(new Uint8Array(bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
