/** How alike two readers of the same photos are. */

/** @typedef {{ x: number, y: number, width: number, height: number }} Box */
/** @typedef {{ box: Box, detected: number, text: string, confidence: number }} ReadPlate */

/** Plates that overlap less are not the same. */
const SAME = 0.5;
/** Boxes that overlap this much are as good as equal. */
const CLOSE = 0.98;

/**
 * @param {readonly (readonly [readonly ReadPlate[], readonly ReadPlate[]])[]} photos plates of each by two readers
 * @returns plates that `both` found and one `alone`; of those both found the share of the same `text`,
 *   the least `iou`, the share of `close` boxes, and the largest differences in `confidence` and `pixels`
 */
export function parity(photos) {
  let [both, alone, text, close, iou, confidence, pixels] = [0, 0, 0, 0, 1, 0, 0];
  for (const [a, b] of photos) {
    const free = new Set(b);
    for (const plate of a) {
      const match = [...free].sort(
        (p, q) => overlap(q.box, plate.box) - overlap(p.box, plate.box),
      )[0];
      const common = match ? overlap(match.box, plate.box) : 0;
      if (!match || common < SAME) {
        alone++;
        continue;
      }
      free.delete(match);
      both++;
      if (match.text === plate.text) text++;
      if (common >= CLOSE) close++;
      iou = Math.min(iou, common);
      const gap = Math.max(
        Math.abs(match.detected - plate.detected),
        Math.abs(match.confidence - plate.confidence),
      );
      confidence = Math.max(confidence, gap);
      for (const side of /** @type {const} */ (['x', 'y', 'width', 'height'])) {
        pixels = Math.max(pixels, Math.abs(match.box[side] - plate.box[side]));
      }
    }
    alone += free.size;
  }
  return { both, alone, text: text / both, close: close / both, iou, confidence, pixels };
}

/** @param {Box} a @param {Box} b @returns {number} intersection over union */
function overlap(a, b) {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const common = width * height;
  return common / (a.width * a.height + b.width * b.height - common);
}
