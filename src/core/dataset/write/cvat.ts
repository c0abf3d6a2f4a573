/** CVAT for images 1.1: made for a task whose images have these names; texts as attributes. */
import { CLASS_NAMES, type PhotoAnnotation, plainNumber } from '../annotation.ts';
import { escapeXml } from '../xml.ts';

const ATTRIBUTES = ['text', 'raw', 'region', 'rows', 'unreadable'] as const;

export function writeCvat(photos: readonly PhotoAnnotation[]): string {
  const declared = ATTRIBUTES.map(
    (name) =>
      `<attribute><name>${name}</name><mutable>False</mutable><input_type>text</input_type><default_value></default_value><values></values></attribute>`,
  );
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<annotations>',
    '  <version>1.1</version>',
    `  <meta><task><size>${photos.length}</size><labels><label><name>${CLASS_NAMES[0]}</name><type>rectangle</type><attributes>${declared.join('')}</attributes></label></labels></task></meta>`,
    ...photos.flatMap(writeImage),
    '</annotations>',
    '',
  ].join('\n');
}

function writeImage(photo: PhotoAnnotation, index: number): string[] {
  const { image, split, size } = photo;
  const attributes = [
    `id="${index}"`,
    `name="${escapeXml(`images/${split ?? 'train'}/${image}`)}"`,
    `subset="${split ?? 'train'}"`,
    `original="${escapeXml(photo.file)}"`,
    `width="${size.width}" height="${size.height}"`,
  ];
  return [`  <image ${attributes.join(' ')}>`, ...photo.plates.flatMap(writePlate), '  </image>'];
}

function writePlate({ box, ...said }: PhotoAnnotation['plates'][number]): string[] {
  const corners = {
    xtl: box.x,
    ytl: box.y,
    xbr: box.x + box.width,
    ybr: box.y + box.height,
  };
  const places = Object.entries(corners).map(([name, n]) => `${name}="${plainNumber(n)}"`);
  const attributes = ATTRIBUTES.map(
    (name) => `<attribute name="${name}">${escapeXml(String(said[name] ?? ''))}</attribute>`,
  );
  return [
    `    <box label="${CLASS_NAMES[0]}" source="manual" occluded="0" ${places.join(' ')} z_order="0">${attributes.join('')}</box>`,
  ];
}
