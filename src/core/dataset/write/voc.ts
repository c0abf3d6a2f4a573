/** Pascal VOC: one XML for each image. Written with decimals, from 0, as most tools read it. */
import { CLASS_NAMES, type PhotoAnnotation, plainNumber } from '../annotation.ts';
import { escapeXml } from '../xml.ts';

/** The annotation file of a photo. */
export function writeVoc({ image, file, size, split, plates }: PhotoAnnotation): string {
  const objects = plates.map(({ box, text, raw, unreadable, region, rows }) => {
    const extra = { text, raw, unreadable, region, rows };
    const attributes = Object.entries(extra).flatMap(([name, value]) =>
      value === null ? [] : [`    <${name}>${escapeXml(String(value))}</${name}>`],
    );
    const bounds = {
      xmin: box.x,
      ymin: box.y,
      xmax: box.x + box.width,
      ymax: box.y + box.height,
    };
    return [
      '  <object>',
      `    <name>${CLASS_NAMES[0]}</name>`,
      '    <pose>Unspecified</pose>',
      '    <truncated>0</truncated>',
      '    <difficult>0</difficult>',
      ...attributes,
      '    <bndbox>',
      ...Object.entries(bounds).map(([n, v]) => `      <${n}>${plainNumber(v)}</${n}>`),
      '    </bndbox>',
      '  </object>',
    ];
  });
  return [
    '<annotation>',
    `  <folder>${split ?? 'train'}</folder>`,
    `  <filename>${escapeXml(image)}</filename>`,
    `  <source><original>${escapeXml(file)}</original></source>`,
    '  <size>',
    `    <width>${size.width}</width>`,
    `    <height>${size.height}</height>`,
    '    <depth>3</depth>',
    '  </size>',
    ...objects.flat(),
    '</annotation>',
    '',
  ].join('\n');
}
