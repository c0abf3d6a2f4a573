import { describe, expect, it } from 'vitest';
import { convertCommand, videoFormat } from '../../../../src/core/live/videoFormat.ts';

const bytes = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));
const none = new Uint8Array();

describe('a video that does not play', () => {
  it('is named by its bytes, wherever its header stands', () => {
    const hevc = bytes('....moov....stsd....hvc1....');
    expect(videoFormat(hevc, none)).toMatch(/HEVC/);
    expect(videoFormat(bytes('....ftypisom'), hevc)).toMatch(/HEVC/);
    expect(videoFormat(bytes('RIFF....AVI LIST....vidsMJPG'), none)).toMatch(/Motion JPEG/);
    const ts = new Uint8Array(600);
    for (const at of [0, 188, 376, 564]) ts[at] = 0x47;
    expect(videoFormat(ts, none)).toMatch(/TS/);
    const m2ts = new Uint8Array(600);
    for (const at of [4, 196, 388]) m2ts[at] = 0x47;
    expect(videoFormat(m2ts, none)).toMatch(/TS/);
    expect(videoFormat(bytes('\0\0\x01\xba....'), none)).toMatch(/program stream/);
    expect(videoFormat(bytes('FLV\x01....'), none)).toMatch(/Flash/);
    const described = (codec: string) => bytes(`....ftypqt  ....moovstsd123456789012${codec}....`);
    expect(videoFormat(described('mp4v'), none)).toMatch(/MPEG-4 Part 2/);
    expect(videoFormat(bytes('....ftypqt  '), described('jpeg'))).toMatch(/Motion JPEG/);
    expect(videoFormat(described('avc1'), none)).toBeNull();
    expect(videoFormat(bytes('noise'), none)).toBeNull();
  });

  it('is converted by one line, whatever its name', () => {
    expect(convertCommand("Bob's gate.avi")).toBe(
      "ffmpeg -i 'Bob'\\''s gate.avi' -c:v libx264 -pix_fmt yuv420p -an converted.mp4",
    );
  });
});
