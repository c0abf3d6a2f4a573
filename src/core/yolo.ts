/** Decoding the YOLOv5 output layout, and the class names that come with a model. */
import type { Detection } from './types.ts';

/** Most boxes handed to suppression; far more than any photo has plates. */
const CANDIDATE_LIMIT = 3000;

/**
 * Candidates of one image from `[N, 5 + nc]` values: centre x, centre y, width, height in input
 * pixels, objectness, class scores (sigmoid applied). Confidence = objectness × best class score.
 *
 * @param classes indices that count as plates; `null` takes all.
 * @returns boxes in input pixels with at least `threshold`, unsorted, not yet suppressed. Rows with
 *   a value that is not finite are left out.
 */
export function decodeYolo(
  values: Float32Array,
  stride: number,
  threshold: number,
  classes: ReadonlySet<number> | null = null,
): Detection[] {
  const found: Detection[] = [];
  for (let at = 0; at + stride <= values.length; at += stride) {
    const objectness = values[at + 4] as number;
    if (!(objectness >= threshold)) continue;
    let classIndex = -1;
    let score = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < stride - 5; c++) {
      const value = values[at + 5 + c] as number;
      if (value > score && (classes === null || classes.has(c))) {
        score = value;
        classIndex = c;
      }
    }
    const confidence = objectness * score;
    if (classIndex < 0 || !(confidence >= threshold)) continue;
    const width = values[at + 2] as number;
    const height = values[at + 3] as number;
    const x = (values[at] as number) - width / 2;
    const y = (values[at + 1] as number) - height / 2;
    if (!Number.isFinite(x + y + width + height + confidence)) continue;
    found.push({ box: { x, y, width, height }, confidence, classIndex });
  }
  if (found.length <= CANDIDATE_LIMIT) return found;
  return found.sort((a, b) => b.confidence - a.confidence).slice(0, CANDIDATE_LIMIT);
}

/**
 * Class names from a model's `names` metadata: JSON (array or object) or the Python dict that
 * YOLOv5 writes, such as `{0: 'plate', 1: "driver's plate"}`. Unreadable text gives `[]`.
 */
export function parseClassNames(text: string): string[] {
  const names: string[] = [];
  const entry = /(?:"?(\d+)"?\s*:\s*)?(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")(?!\s*:)/g;
  let next = 0;
  for (const match of text.matchAll(entry)) {
    const index = match[1] === undefined ? next : Number(match[1]);
    if (index > 10_000) return [];
    names[index] = (match[2] ?? match[3] ?? '').replace(/\\(.)/g, '$1');
    next = index + 1;
  }
  return Array.from(names, (name) => name ?? '');
}
