/**
 * Two sides of a comparison over one picture: found once where both have the same detector, and read
 * by both in turns.
 */
import type { ReadOptions } from '../core/engine.ts';
import type { BothSeen, Seen } from '../core/gate/compare.ts';
import { plateInCrop } from '../core/plateCrop.ts';
import type { Plate, RgbaImage } from '../core/types.ts';
import type { Engine } from './engine.ts';
import type { OpenPhoto } from './photo.ts';
import { now } from './platform.ts';
import { readBoxes, readPhoto } from './readPhoto.ts';
import { ViewInputs } from './viewInputs.ts';

export type Sides = readonly [reference: Engine, candidate: Engine];

/**
 * Reads an open photo with both. Times are without decoding, which is none of the models' doing.
 * @param turn the side that begins: alternated, neither has the warmer machine. @throws VisionError
 */
export async function readBoth(
  sides: Sides,
  photo: OpenPhoto,
  options: ReadOptions,
  turn: 0 | 1,
): Promise<BothSeen> {
  const [first, second] = turn ? ([sides[1], sides[0]] as const) : sides;
  const ran = [first.runMs, second.runMs] as const;
  const { outcome } = await readPhoto(first, photo, options);
  const { detectMs, readMs } = outcome.times;
  const seen = { plates: outcome.plates, ms: detectMs + readMs, runMs: first.runMs - ran[0] };
  let other: Seen;
  if (first.detector.ref.sha256 === second.detector.ref.sha256) {
    const from = now();
    const plates = await readAgain(second, photo, outcome.plates);
    other = { plates, ms: detectMs + now() - from, runMs: second.runMs - ran[1] };
  } else {
    const { outcome: own } = await readPhoto(second, photo, options);
    const ms = own.times.detectMs + own.times.readMs;
    other = { plates: own.plates, ms, runMs: second.runMs - ran[1] };
  }
  return turn ? [other, seen] : [seen, other];
}

/** The plates that one reader read, read by another. */
async function readAgain(
  engine: Engine,
  photo: OpenPhoto,
  plates: readonly Plate[],
): Promise<Plate[]> {
  const wanted = plates.filter(({ reading }) => reading !== null);
  const boxes = wanted.map(({ detection }) => detection.box);
  const answers = await readBoxes(engine, photo, boxes, {});
  return plates.map((plate) => {
    const answer = answers[wanted.indexOf(plate)];
    return answer ? { ...plate, reading: answer.reading } : plate;
  });
}

/** Reads a picture that is one plate with both readers; its box is the whole. @throws VisionError */
export async function readPlateBoth(
  sides: Sides,
  image: RgbaImage,
  turn: 0 | 1,
): Promise<BothSeen> {
  const seen: Seen[] = [];
  const view = { image, box: plateInCrop(image) };
  const inputs = new ViewInputs();
  for (const side of turn ? [1, 0] : [0, 1]) {
    const engine = sides[side] as Engine;
    const [from, ran] = [now(), engine.runMs];
    const [answer] = await engine.reader.read([view], { tta: true, inputs });
    const box = { x: 0, y: 0, width: image.width, height: image.height };
    const detection = { box, confidence: 1, classIndex: 0 };
    const plates = [{ detection, reading: answer?.reading ?? null }];
    seen[side] = { plates, ms: now() - from, runMs: engine.runMs - ran };
  }
  return seen as unknown as BothSeen;
}
