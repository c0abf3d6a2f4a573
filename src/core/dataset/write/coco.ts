/** COCO: one JSON for all images; plate texts stand in `attributes`, as CVAT and others write them. */
import { CLASS_NAMES, type PhotoAnnotation } from '../annotation.ts';

/** The COCO document of these photos; ids count from 1 in their order. */
export function writeCoco(photos: readonly PhotoAnnotation[], imageRoot = 'images'): string {
  let lastId = 0;
  const annotations = photos.flatMap((photo, i) =>
    photo.plates.map(({ box, text, raw, unreadable, region, rows }) => {
      lastId += 1;
      return {
        id: lastId,
        image_id: i + 1,
        category_id: 1,
        bbox: [box.x, box.y, box.width, box.height],
        area: box.width * box.height,
        iscrowd: 0,
        attributes: { text, raw, unreadable, region, rows },
      };
    }),
  );
  const document = {
    info: { description: 'Platewheel dataset', version: '1' },
    licenses: [],
    categories: CLASS_NAMES.map((name, i) => ({ id: i + 1, name, supercategory: '' })),
    images: photos.map(({ image, file, size, split }, i) => ({
      id: i + 1,
      file_name: `${imageRoot}/${split ?? 'train'}/${image}`,
      width: size.width,
      height: size.height,
      original_name: file,
      split,
    })),
    annotations,
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}
