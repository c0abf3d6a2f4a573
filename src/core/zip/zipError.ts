/**
 * Why a zip cannot be read. `hostile`: it tries something no honest program writes.
 * `limit`: it is larger than we agree to unpack. `damaged`: not a zip, cut short or altered.
 * `unsupported`: encrypted, split over disks, or compressed in another way than deflate.
 */
export class ZipError extends Error {
  override name = 'ZipError';

  constructor(
    readonly code: 'hostile' | 'limit' | 'damaged' | 'unsupported',
    readonly detail: string,
  ) {
    super(`${MEANING[code]}: ${detail}.`);
  }
}

const MEANING = {
  hostile: 'This zip is refused because it looks harmful',
  limit: 'This zip is refused because of its size',
  damaged: 'This zip is damaged',
  unsupported: 'This zip cannot be read',
} as const;
