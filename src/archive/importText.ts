/** Text files as systems write them. */
import type { InFile } from './zipReader.ts';

export const MAX_TEXT_BYTES = 256 * 1024 ** 2;

/** UTF-8, UTF-16 with its mark (Excel's "Unicode text"), else Windows-1252 (Excel's CSV of old). */
export async function readTextFile(file: InFile): Promise<string> {
  const bytes = await file.read(MAX_TEXT_BYTES);
  const mark = (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0);
  if (mark === 0xfffe) return new TextDecoder('utf-16le').decode(bytes);
  if (mark === 0xfeff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
