/** Label Studio's JSON and JSON-MIN: boxes in percent, texts as regions of their own with the same id. */
import { PHOTO_EXTENSIONS } from '../../image/photoNames.ts';
import {
  aroundRotated,
  boundsOf,
  ellipseBox,
  type SaidObject,
  type Statement,
  sizeOf,
  statement,
} from '../import/statement.ts';
import {
  classOf,
  type JsonReader,
  type Loose,
  listOf,
  loose,
  numberOf,
  objectOf,
  pairs,
  type ReadContext,
  rowsOf,
  textOf,
} from './reader.ts';

const FORMAT = 'Label Studio';
const IMAGE = new RegExp(`\\.(${PHOTO_EXTENSIONS})([?#].*)?$`, 'i');

export const readLabelStudio: JsonReader = (json, path, context) => {
  const tasks = Array.isArray(json) ? rowsOf(json) : [loose(json)];
  if (tasks.length === 0) return null;
  if (
    tasks.every(
      (task) =>
        task.data !== undefined &&
        (task.annotations ?? task.completions ?? task.predictions) !== undefined,
    )
  ) {
    return tasks.flatMap((task) => readTask(task, path, context));
  }
  if (Array.isArray(json) && tasks.every((task) => imageOf(task) !== null && 'annotator' in task)) {
    return tasks.map((task) => readMinimal(task, path));
  }
  return null;
};

function readTask(task: Loose, path: string, context: ReadContext): Statement[] {
  const image = imageOf(loose(task.data));
  const annotations = rowsOf(task.annotations ?? task.completions).filter(
    (one) => one.was_cancelled !== true,
  );
  if (annotations.length > 1) {
    context.notes.add(
      path,
      'A photo was annotated more than once; the latest annotation is taken.',
    );
  }
  const [latest] = [...annotations].sort((a, b) => timeOf(b) - timeOf(a));
  const [predicted] = rowsOf(task.predictions);
  const said = latest ?? predicted;
  if (!image || !said) return []; // nobody looked at it
  const score = numberOf(said.score);
  const confidence = latest ? null : score >= 0 && score <= 1 ? score : 0.5;
  const results = rowsOf(said.result);
  const turned = results.some((result) => numberOf(result.image_rotation) % 360 > 0);
  if (turned)
    context.notes.add(path, 'A photo was turned inside Label Studio; its boxes are left out.');
  const objects = turned ? [] : regionsOf(results, path, confidence);
  const first = loose(results.find((result) => result.original_width !== undefined));
  return [
    statement({
      from: path,
      format: FORMAT,
      image,
      original: textOf(loose(task.data).original_name),
      frame: sizeOf(first.original_width, first.original_height),
      objects,
      leftOut: turned ? 1 : 0,
      // Choices about the photo alone do not say that there is no plate.
      whole: latest !== undefined && (results.length === 0 || objects.length > 0),
    }),
  ];
}

const timeOf = ({ updated_at, created_at }: Loose) =>
  Date.parse(String(updated_at ?? created_at ?? '')) || 0;

function imageOf(data: Loose): string | null {
  const named = ['image', 'img', 'photo', 'url', 'ocr']
    .map((key) => textOf(data[key]))
    .find(Boolean);
  return (
    named ??
    Object.values(data)
      .map(textOf)
      .find((value) => value !== null && IMAGE.test(value)) ??
    null
  );
}

/** A region is said in parts of one id: its box, its class, its text, choices about it. */
function regionsOf(
  results: readonly Loose[],
  path: string,
  confidence: number | null,
): SaidObject[] {
  const regions = new Map<
    string,
    { value: Loose; names: string[]; attributes: Record<string, unknown>; size: Loose }
  >();
  for (const [i, result] of results.entries()) {
    const id = textOf(result.id) ?? `#${i}`;
    const known = regions.get(id) ?? { value: {}, names: [], attributes: {}, size: result };
    const value = loose(result.value);
    regions.set(id, known);
    known.value = { ...known.value, ...value };
    const from = String(result.from_name ?? '');
    for (const [key, said] of Object.entries(value)) {
      if (/labels$/i.test(key)) known.names.push(...listOf(said).map(String));
      else if (key === 'text') known.attributes.text = Array.isArray(said) ? said.join('') : said;
      else if (key === 'choices') known.attributes[from] = listOf(said)[0];
      else if (key === 'number') known.attributes[from] = said;
    }
    const meta = loose(result.meta).text;
    known.attributes.text ??= Array.isArray(meta) ? meta.join('') : (meta ?? undefined);
  }
  return (
    [...regions.values()]
      // What is labelled but has no place that can be used (a brush) is left out with a message.
      .filter(({ value, names }) => value.x !== undefined || value.points || names.length > 0)
      .map(({ value, names, attributes, size }) =>
        objectOf(
          {
            box: boxOf(value, size),
            unit: 'share',
            class: classOf(FORMAT, path, names[0] ?? ''),
            confidence,
          },
          attributes,
        ),
      )
  );
}

/** Percent → shares. Rotation is around the top left corner, in pixels, which needs the photo's shape. */
function boxOf(value: Loose, size: Loose) {
  const share = (key: string) => numberOf(value[key]) / 100;
  if (Array.isArray(value.points)) {
    return boundsOf(
      value.points.flatMap((point) =>
        pairs(listOf(point)).map(([x, y]): [number, number] => [x / 100, y / 100]),
      ),
    );
  }
  if (value.radiusX !== undefined && !numberOf(value.rotation)) {
    return ellipseBox(share('x'), share('y'), share('radiusX'), share('radiusY'));
  }
  const { width: w = 1, height: h = 1 } = sizeOf(size.original_width, size.original_height) ?? {};
  const box = {
    x: share('x') * w,
    y: share('y') * h,
    width: share('width') * w,
    height: share('height') * h,
  };
  const around = aroundRotated(box, numberOf(value.rotation) || 0, [box.x, box.y]);
  return (
    around && {
      x: around.x / w,
      y: around.y / h,
      width: around.width / w,
      height: around.height / h,
    }
  );
}

/** JSON-MIN: `label` holds the boxes, `transcription` their texts in the same order. */
function readMinimal(task: Loose, path: string): Statement {
  const entries = Object.entries(task);
  const boxes =
    entries.map(([, value]) => rowsOf(value)).find((rows) => rows[0]?.width !== undefined) ?? [];
  const texts = entries
    .filter(([key]) => /transcription|text|plate|ocr/i.test(key) && key !== 'image')
    .map(([, value]) => (typeof value === 'string' ? [value] : listOf(value)))
    .find((list) => list.length === boxes.length && list.every((text) => typeof text === 'string'));
  return statement({
    from: path,
    format: FORMAT,
    image: imageOf(task),
    frame: sizeOf(boxes[0]?.original_width, boxes[0]?.original_height),
    objects: boxes.map((value, i) => {
      const names = Object.entries(value).find(([key]) => /labels$/i.test(key))?.[1];
      const name = String(listOf(names)[0] ?? '');
      return objectOf(
        { box: boxOf(value, value), unit: 'share', class: classOf(FORMAT, path, name) },
        { text: texts?.[i] },
      );
    }),
  });
}
