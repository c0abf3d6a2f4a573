/** What the header of a photo says that an import needs. */

import { checkHeader, type PhotoFile } from '../browser/decode.ts';
import type { PhotoFacts } from '../core/dataset/import/frame.ts';

/** @throws VisionError for what is no photo */
export async function factsOf(photo: PhotoFile): Promise<PhotoFacts> {
  const { size, exif } = await checkHeader(photo);
  return { stored: size, orientation: exif.orientation };
}
