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
