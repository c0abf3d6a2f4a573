/**
 * What tools and people write, one small set for each kind, and what must come out. docs/formats.md
 * has a row for each tool and names the sets here by their keys.
 *
 * Photos are 400 × 300 unless `facts` say otherwise. A plate is `[x, y, width, height, text]`.
 */
import type { PhotoFacts } from '../../../../../../src/core/dataset/import/frame.ts';
import type { OutcomeState } from '../../../../../../src/core/dataset/import/outcome.ts';
import type { Answers } from '../importOf.ts';

export type BarePlate = readonly [number, number, number, number];
export type Plate = readonly [...BarePlate, (string | null)?];

export interface FormatCase {
  readonly files: Readonly<Record<string, string>>;
  /** State, then plates; a state alone has none. */
  readonly photos: Readonly<Record<string, readonly [OutcomeState, ...Plate[]]>>;
  /** Texts as they were given, where they differ from what may be claimed. */
  readonly raws?: Readonly<Record<string, readonly string[]>>;
  readonly splits?: Readonly<Record<string, string | null>>;
  readonly facts?: PhotoFacts;
  readonly answers?: Answers;
  /** Names of classes that must be asked about. */
  readonly asked?: readonly string[];
  /** Parts of messages that must be there, with how often. */
  readonly told?: readonly (readonly [RegExp, number])[];
}

export const A: BarePlate = [40, 60, 80, 20];
export const B: BarePlate = [200, 180, 100, 25];
export const yoloA = '0 0.2 0.23333333 0.2 0.06666667';
export const yoloB = '0 0.625 0.64166667 0.25 0.08333333';
export const car = '0.4 0.43333333 0.75 0.73333333';

export const voc = (...objects: string[]) =>
  `<annotation><filename>a.jpg</filename><size><width>400</width><height>300</height><depth>3</depth></size>${objects.join('')}</annotation>`;
export const object = (name: string, more = '', box: readonly number[] = [40, 60, 120, 80]) =>
  `<object><name>${name}</name><bndbox><xmin>${box[0]}</xmin><ymin>${box[1]}</ymin><xmax>${box[2]}</xmax><ymax>${box[3]}</ymax></bndbox>${more}</object>`;

export const coco = (
  images: readonly object[],
  annotations: readonly object[],
  categories: readonly object[] = [{ id: 1, name: 'plate' }],
) => JSON.stringify({ images, annotations, categories });
export const imageA = { id: 1, file_name: 'a.jpg', width: 400, height: 300 };
export const boxA = { id: 1, image_id: 1, category_id: 1, bbox: [40, 60, 80, 20] };

export const keypoints = (v: string, more = '') =>
  [
    `0 0.2 0.23333333 0.2 0.06666667 0.105 0.2033${v} 0.2975 0.2067${v} 0.295 0.2633${v} 0.1025 0.26${v}${more}`,
    `0 0.625 0.64166667 0.25 0.08333333 0.505 0.6033${v} 0.7475 0.6067${v} 0.745 0.68${v} 0.5025 0.6767${v}${more.replace('.9', '.8').replace(' 1', ' 2')}`,
  ] as const;
export const pose = (v: string, more = '', yaml = 'names: [plate]\n') => {
  const [a, b] = keypoints(v, more);
  return {
    'data.yaml': yaml,
    'images/a.jpg': '',
    'images/b.jpg': '',
    'labels/a.txt': a,
    'labels/b.txt': b,
  };
};

export const lsTask = (image: string, result: readonly object[], more: object = {}) => ({
  id: 1,
  data: { image },
  annotations: [{ id: 1, was_cancelled: false, result, ...more }],
});
export const lsBox = (id: string, more: object = {}) => ({
  id,
  type: 'rectanglelabels',
  from_name: 'label',
  original_width: 400,
  original_height: 300,
  image_rotation: 0,
  value: {
    x: 10,
    y: 20,
    width: 20,
    height: 6.666666666666667,
    rotation: 0,
    rectanglelabels: ['plate'],
    ...more,
  },
});

export const cvat = (images: string, labels = '<label><name>plate</name></label>') =>
  `<?xml version="1.0" encoding="utf-8"?>\n<annotations><version>1.1</version><meta><task><labels>${labels}</labels></task></meta>${images}</annotations>`;
