/** What a video is that a browser does not play, told from its first and last bytes. */

/** Codec or container in people's words; null where the bytes do not tell. */
export function videoFormat(head: Uint8Array, tail: Uint8Array): string | null {
  // Packets of 188 bytes; camcorders put a time of 4 bytes before each.
  const isPackets = (first: number, step: number): boolean =>
    [0, 1, 2].every((i) => head[first + i * step] === 0x47);
  if (isPackets(0, 188) || isPackets(4, 192)) return 'an MPEG transport stream (TS)';
  const text = latin(head) + latin(tail);
  if (text.startsWith('\0\0\x01\xba') || text.startsWith('IMKH')) return 'an MPEG program stream';
  if (text.startsWith('FLV')) return 'a Flash video';
  if (/hvc1|hev1|V_MPEGH\/ISO\/HEVC/.test(text)) return 'H.265 (HEVC)';
  if (latin(head.subarray(0, 12)).startsWith('RIFF') && /AVI LIST/.test(text)) {
    return /MJPG|mjpg/.test(text) ? 'Motion JPEG in an AVI file' : 'an AVI file';
  }
  // The first sample description of an MP4 or QuickTime file.
  const codec = /stsd[\s\S]{12}(\w{4})/.exec(text)?.[1] ?? '';
  return CODECS[codec] ?? null;
}

const CODECS: Readonly<Record<string, string>> = {
  mp4v: 'MPEG-4 Part 2',
  jpeg: 'Motion JPEG',
  mjpa: 'Motion JPEG',
  mjpb: 'Motion JPEG',
};

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
