/**
 * Whether a file's first 32 bytes begin what may be an animation: any GIF, a WebP with the animation
 * flag in its `VP8X` chunk, an AVIF sequence.
 */
export function mayBeAnimated(head: Uint8Array): boolean {
  const text = String.fromCharCode(...head.subarray(0, 16));
  if (text.startsWith('GIF8')) return true;
  if (text.slice(4, 12) === 'ftypavis') return true;
  return text.slice(8, 16) === 'WEBPVP8X' && ((head[20] ?? 0) & 0x02) !== 0;
}

/** Whether a file's first 32 bytes begin a WebP that says it holds EXIF, which may turn it. */
export function hasWebpExif(head: Uint8Array): boolean {
  const text = String.fromCharCode(...head.subarray(8, 16));
  return text === 'WEBPVP8X' && ((head[20] ?? 0) & 0x08) !== 0;
}
