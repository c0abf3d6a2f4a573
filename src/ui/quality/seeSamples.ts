/** Letting the models look at stored photos, one after the other, on the engine that reads photos too. */
import type { Reading } from '../../core/types.ts';
import { analysis } from '../../rpc/analysis/client.ts';
import type { SeenPhoto, UnseenSample } from '../../rpc/analysis/contract.ts';
import { engine, startEngine, vision } from '../engine.ts';

/** The detector's doubtful boxes judge labels too; and always the same size, so that results compare. */
const OPTIONS = { threshold: 0.25, inputSize: 640 };

export async function readyEngine(): Promise<boolean> {
  return startEngine();
}

/** Name of the pair of models; results of another pair are made anew. */
export function modelsOf(): string | null {
  const now = engine.peek();
  if (now.state !== 'ready') return null;
  const { detector, reader } = now.info;
  return `${detector.sha256.slice(0, 16)}-${(reader.sha256 || reader.id).slice(0, 16)}`;
}

/** @returns whether there was one */
export async function seeNext(): Promise<boolean> {
  const next = await analysis.nextUnseen();
  if (!next) return false;
  const seen = next.kind === 'crop' ? await seeCrop(next) : await seePhoto(next.photo);
  const crops = await analysis.takeSeen(next.sample, seen);
  if (crops.length === 0) return true;
  const readings: { id: string; reading: Reading }[] = [];
  for (const { id, crop } of crops) {
    const outcome = await vision.readPlate(crop);
    if (outcome.ok) readings.push({ id, reading: outcome.value });
  }
  await analysis.takeReadings(next.sample, readings);
  return true;
}

async function seePhoto(photo: Blob): Promise<SeenPhoto | null> {
  const outcome = await vision.analysePhoto(photo, OPTIONS);
  return outcome.ok ? { plates: outcome.value.plates, embedding: outcome.value.embedding } : null;
}

/** Above any confidence: no plate is read. */
const NONE = 2;

/** A picture that is one plate: read as it is; the detector gives only its features. */
async function seeCrop({ photo, size }: UnseenSample): Promise<SeenPhoto | null> {
  const found = await vision.analysePhoto(photo, { ...OPTIONS, readThreshold: NONE });
  const read = await vision.readPlate(photo);
  if (!found.ok || !read.ok) return null;
  const detection = { box: { x: 0, y: 0, ...size }, confidence: 1, classIndex: 0 };
  return { plates: [{ detection, reading: read.value }], embedding: found.value.embedding };
}
