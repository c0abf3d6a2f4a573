/** Pascal VOC: one XML for each image. Written with decimals, from 0, as most tools read it. */
import {
  asWritten,
  CLASS_NAMES,
  type ImportProblem,
  type Parsed,
  type PhotoAnnotation,
  type PlateAnnotation,
  plainNumber,
} from './annotation.ts';
import { restorePlateLabel } from './restore.ts';
import { child, escapeXml, parseXml, type XmlElement, XmlError } from './xml.ts';
import { plateClasses } from './yolo.ts';

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

/** What a VOC file says; null when it is not one. `size` is null where it gives none. */
export interface VocFile {
  readonly image: string;
  readonly file: string | null;
  readonly size: { readonly width: number; readonly height: number } | null;
  readonly plates: readonly PlateAnnotation[];
}

/** Reads one annotation file. @returns null and a problem for broken or refused XML. */
export function readVoc(xml: string, file: string): Parsed<VocFile | null> {
  const problems: ImportProblem[] = [];
  const problem = (message: string) => problems.push({ file, line: null, message });
  let root: XmlElement;
  try {
    root = parseXml(xml);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    problem(`The file is left out: ${error.message}.`);
    return { value: null, problems };
  }
  if (root.name !== 'annotation') return { value: null, problems };
  const objects = root.children.filter((c) => c.name === 'object');
  const names = [...new Set(objects.map((object) => child(object, 'name')?.text ?? ''))];
  const wanted = plateClasses(names);
  if (!wanted) problem('None of its objects is named like a plate; they are left out.');
  const plates = objects.flatMap((object) => {
    if (!wanted?.has(names.indexOf(child(object, 'name')?.text ?? ''))) return [];
    const plate = readObject(object);
    if (!plate) problem('An object has no box with an area; it is left out.');
    return plate ?? [];
  });
  const number = (element: XmlElement | undefined) => Number(element?.text.trim() || Number.NaN);
  const given = child(root, 'size');
  const [width, height] = [number(child(given, 'width')), number(child(given, 'height'))];
  return {
    value: {
      image: child(root, 'filename')?.text ?? '',
      file: child(child(root, 'source'), 'original')?.text ?? null,
      size: width >= 1 && height >= 1 ? { width, height } : null,
      plates,
    },
    problems,
  };
}

function readObject(object: XmlElement): PlateAnnotation | null {
  const bounds = child(object, 'bndbox');
  const number = (name: string) => Number(child(bounds, name)?.text.trim() || Number.NaN);
  const said = (name: string) => child(object, name)?.text ?? null;
  const [x, y] = [number('xmin'), number('ymin')];
  const plate = restorePlateLabel(
    {
      box: { x, y, width: number('xmax') - x, height: number('ymax') - y },
      text: said('text'),
      raw: said('raw'),
      unreadable: said('unreadable'),
      region: said('region'),
      rows: Number(said('rows')),
    },
    '',
  );
  if (!plate) return null;
  const { box, text, raw, unreadable, region, rows } = plate;
  return { box, text, raw: raw ?? asWritten(said('text'), text), unreadable, region, rows };
}
