/** What the Read screen holds of real photos, by its own JSON file, and how it compares. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Page } from '@playwright/test';
import { pairedDifference } from '../../src/core/gate/evidence.ts';
import { iou } from '../../src/core/geometry.ts';
import { wilson } from '../../src/core/metrics.ts';
import type { Box } from '../../src/core/types.ts';
import type { RealPhoto } from './realPhotos.ts';

interface JsonPlate {
  readonly text: string;
  readonly read: string | null;
  readonly confidence: number | null;
  readonly checked: string | null;
  readonly box: Box;
}

interface JsonPhoto {
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly plates: readonly JsonPlate[];
}

/** By the photo's name. */
export type ReadPlates = ReadonlyMap<string, JsonPhoto>;

export async function readPlates(page: Page): Promise<ReadPlates> {
  await page.getByRole('button', { name: 'More downloads' }).click();
  const download = page.waitForEvent('download');
  await page.getByTestId('download-json').click();
  const { photos } = JSON.parse(readFileSync(await (await download).path(), 'utf8')) as {
    photos: readonly JsonPhoto[];
  };
  return new Map(photos.map((photo) => [basename(photo.file), photo]));
}

const MIN_IOU = 0.5;

/** Which of its plates the truth is about, or -1. */
export function truePlate(photo: JsonPhoto | undefined, { place }: RealPhoto): number {
  const { width, height } = photo ?? { width: 0, height: 0 };
  const { x, y, ...size } = place ?? { x: 0, y: 0, width: 1, height: 1 };
  const box = {
    x: x * width,
    y: y * height,
    width: size.width * width,
    height: size.height * height,
  };
  return (photo?.plates ?? []).findIndex((plate) => iou(plate.box, box) >= MIN_IOU);
}

export const isAnswered = (photo: JsonPhoto | undefined) =>
  (photo?.plates ?? []).some(({ checked }) => checked !== null);

/** Exact plates of photos that nobody answered; one that was not found is not read. */
export function beforeAfter(photos: readonly RealPhoto[], before: ReadPlates, after: ReadPlates) {
  const isExact = (read: ReadPlates, photo: RealPhoto) => {
    const seen = read.get(photo.file);
    return seen?.plates[truePlate(seen, photo)]?.text === photo.text;
  };
  const held = photos.filter(({ file }) => !isAnswered(after.get(file)));
  const was = held.map((photo) => isExact(before, photo));
  const is = held.map((photo) => isExact(after, photo));
  const count = (of: (i: number) => boolean | undefined) => held.filter((_, i) => of(i)).length;
  const [mended, broken] = [count((i) => !was[i] && is[i]), count((i) => was[i] && !is[i])];
  return {
    n: held.length,
    found: held.filter((photo) => truePlate(before.get(photo.file), photo) >= 0).length,
    before: wilson(
      count((i) => was[i]),
      held.length,
    ),
    after: wilson(
      count((i) => is[i]),
      held.length,
    ),
    mended,
    broken,
    gain: pairedDifference(mended, broken, held.length),
  };
}

/** How many photos that nobody answered read differently: another text, or the same with other figures. */
export function differing(a: ReadPlates, b: ReadPlates) {
  const open = [...b].filter(([, photo]) => !isAnswered(photo));
  const differ = (what: (plate: JsonPlate) => unknown) =>
    open.filter(([file, photo]) => {
      const of = (seen: JsonPhoto | undefined) => JSON.stringify(seen?.plates.map(what));
      return of(a.get(file)) !== of(photo);
    }).length;
  return {
    of: open.length,
    texts: differ(({ text }) => text),
    figures: differ(({ text, confidence, box }) => [text, confidence, box]),
  };
}

/** Of the answers, how many stand there as they were given. */
export function answersKept(read: ReadPlates, given: ReadonlyMap<string, string>): number {
  return [...given].filter(([file, text]) =>
    read.get(file)?.plates.some((plate) => plate.checked !== null && plate.text === text),
  ).length;
}
