/**
 * COCO: one JSON for all images; plate texts stand in `attributes`, as CVAT and datumaro read them.
 * Each box is said once more as a polygon: some readers take objects without a segmentation for empty.
 */
import { CLASS_NAMES, type PhotoAnnotation } from '../annotation.ts';

/**
 * The COCO document of these photos; ids count from 1 in their order.
 * @param nameOf how a photo's file is called, as seen from where readers look for it
 */
export function writeCoco(
  photos: readonly PhotoAnnotation[],
  nameOf: (photo: PhotoAnnotation) => string = ({ image, split }) =>
    `images/${split ?? 'train'}/${image}`,
): string {
  let lastId = 0;
  const annotations = photos.flatMap((photo, i) =>
    photo.plates.map(({ box: { x, y, width, height }, text, raw, unreadable, region, rows }) => {
      lastId += 1;
      const [right, bottom] = [x + width, y + height];
      return {
        id: lastId,
        image_id: i + 1,
        category_id: 1,
        bbox: [x, y, width, height],
        area: width * height,
        segmentation: [[x, y, right, y, right, bottom, x, bottom]],
        iscrowd: 0,
        attributes: { text, raw, unreadable, region, rows },
      };
    }),
  );
  const document = {
    info: { description: 'Platewheel dataset', version: '1' },
    licenses: [],
    categories: CLASS_NAMES.map((name, i) => ({ id: i + 1, name, supercategory: '' })),
    images: photos.map((photo, i) => ({
      id: i + 1,
      file_name: nameOf(photo),
      width: photo.size.width,
      height: photo.size.height,
      original_name: photo.file,
      split: photo.split,
    })),
    annotations,
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}
