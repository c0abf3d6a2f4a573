/** What a video is that a browser does not play, told from its first and last bytes. */

/** Codec or container in people's words; null where the bytes do not tell. */
export function videoFormat(head: Uint8Array, tail: Uint8Array): string | null {
  const isPacket = (at: number): boolean => head[at] === 0x47;
  if (isPacket(0) && isPacket(188) && isPacket(376)) return 'an MPEG transport stream (TS)';
  const text = latin(head) + latin(tail);
  if (/hvc1|hev1|V_MPEGH\/ISO\/HEVC/.test(text)) return 'H.265 (HEVC)';
  if (latin(head.subarray(0, 12)).startsWith('RIFF') && /AVI LIST/.test(text)) {
    return /MJPG|mjpg/.test(text) ? 'Motion JPEG in an AVI file' : 'an AVI file';
  }
  return null;
}

/** One line that makes it play everywhere. `name` is the file's: quoted for a shell. */
export function convertCommand(name: string): string {
  const quoted = `'${name.replaceAll("'", "'\\''")}'`;
  return `ffmpeg -i ${quoted} -c:v libx264 -pix_fmt yuv420p -an converted.mp4`;
}

function latin(bytes: Uint8Array): string {
  let text = '';
  // In parts: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return text;
}
