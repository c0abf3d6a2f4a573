/** Our own datasets: read back as they were written, and blurred where that was asked for. */
import type { Page } from '@playwright/test';
import { expect, test } from './base.ts';
import {
  GERMANY,
  importZip,
  jpegSize,
  keptByFile,
  openDataset,
  sha256,
  unzip,
  wipe,
  withExif,
  zipOf,
} from './flywheelTools.ts';
import { downloaded } from './readScreen.ts';

const SIZE = jpegSize(GERMANY);
const photo = (name: string, orientation = 1) => withExif(GERMANY, orientation, name);

/** Exports a dataset as the dialog offers it, after `choose`. */
async function exported(page: Page, choose: () => Promise<void> = async () => {}): Promise<Buffer> {
  await page.getByRole('button', { name: 'Export dataset' }).click();
  await choose();
  const dialog = page.getByRole('dialog', { name: 'Export a dataset' });
  const bytes = await downloaded(page, () =>
    dialog.getByRole('button', { name: 'Export' }).click(),
  );
  await expect(page.getByTestId('export-result')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  return bytes;
}

test('a dataset of ours, read into an empty browser: texts and boxes of all eight orientations', async ({
  page,
}) => {
  test.setTimeout(400_000);
  const REASONS = ['small', 'blurred', 'dark'];
  const photos = Array.from({ length: 8 }, (_, i) => i + 1);
  const upright = (o: number) => (o >= 5 ? { width: SIZE.height, height: SIZE.width } : SIZE);
  const coco = {
    categories: [{ id: 1, name: 'plate' }],
    images: photos.map((o) => ({ id: o, file_name: `o${o}.jpg`, ...upright(o) })),
    annotations: photos.flatMap((o) => {
      const { width, height } = upright(o);
      const said = { text: `O ${o}-Ü${o}`, raw: `O ${o}-Ü${o}`, region: 'de', rows: o % 2 ? 1 : 2 };
      const box = [width / (2 + o), height / 3, width / 7, height / 11];
      const unreadable = { unreadable: REASONS[o % 3] };
      return [
        { id: 2 * o, image_id: o, category_id: 1, bbox: box, attributes: said },
        { id: 2 * o + 1, image_id: o, category_id: 1, bbox: [0, 0, 9, 5], attributes: unreadable },
      ];
    }),
  };
  await openDataset(page);
  await importZip(
    page,
    'eight.zip',
    zipOf({
      'coco.json': JSON.stringify(coco),
      ...Object.fromEntries(photos.map((o) => [`images/o${o}.jpg`, photo(`o${o}`, o)])),
    }),
  );
  const before = await keptByFile(page);
  expect(Object.values(before).map(({ orientation }) => orientation)).toHaveLength(8);
  const files = await unzip(await exported(page));
  const parts: readonly (readonly [string, RegExp])[] = [
    ['all of it', /./],
    ['its COCO alone', /^(images\/|coco\.json)/],
    ['its VOC alone', /^(images|voc)\//],
  ];
  for (const [part, wanted] of parts) {
    await test.step(part, async () => {
      await wipe(page);
      const chosen = [...files].filter(([path]) => wanted.test(path));
      await importZip(page, 'ours.zip', zipOf(Object.fromEntries(chosen)));
      await expect(page.getByTestId('sample-count')).toHaveText(/^8 photos/);
      const after = await keptByFile(page);
      expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
      for (const [file, { size, plates }] of Object.entries(before)) {
        const back = after[file];
        expect(back?.orientation).toBe(1);
        const words = (all: typeof plates) => all?.map(({ box: _, ...said }) => said);
        expect([file, words(back?.plates ?? null)]).toEqual([file, words(plates)]);
        for (const [i, { box }] of (plates ?? []).entries()) {
          const again = back?.plates?.[i]?.box;
          for (const side of ['x', 'width', 'y', 'height'] as const) {
            const along = side === 'x' || side === 'width' ? 'width' : 'height';
            const scaled = ((again?.[side] ?? 9e9) * size[along]) / (back?.size[along] ?? 1);
            expect(Math.abs(scaled - box[side])).toBeLessThan(1e-6);
          }
        }
      }
    });
  }
});

type Rect = readonly [number, number, number, number];

/** Mean difference of two pictures within boxes, 0–255, as a browser decodes them. */
function differences(
  page: Page,
  [one, two]: readonly [Uint8Array, Uint8Array],
  boxes: readonly Rect[],
): Promise<number[]> {
  const base64 = [one, two].map((bytes) => Buffer.from(bytes).toString('base64'));
  return page.evaluate(
    async ({ base64, boxes }) => {
      const [a, b] = await Promise.all(
        base64.map(async (text) => {
          const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
          const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
          const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
          const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
          context.drawImage(bitmap, 0, 0);
          return context;
        }),
      );
      return boxes.map((box) => {
        const [x, y] = [a, b].map((context) => context?.getImageData(...box).data);
        const sum = x?.reduce((all, value, i) => all + Math.abs(value - (y?.[i] ?? 0)), 0) ?? 0;
        return sum / (3 * box[2] * box[3]);
      });
    },
    { base64, boxes },
  );
}

test('a blurred export: marked so, sharp at the plates, gone elsewhere, and the same bytes twice', async ({
  page,
}) => {
  test.setTimeout(300_000);
  const turned = { width: SIZE.height, height: SIZE.width };
  const image = (id: number, file_name: string, size: typeof SIZE) => ({ id, file_name, ...size });
  /** Small and in the middle of the upright photo, so that there is much that is far from it. */
  const plateIn = ({ width, height }: typeof SIZE): Rect => {
    const [across, down] = [Math.round(width * 0.1), Math.round(height * 0.06)];
    return [Math.round(width * 0.45), Math.round(height * 0.45), across, down];
  };
  const plate = (image_id: number, size: typeof SIZE) => ({
    ...{ id: image_id, image_id, category_id: 1, bbox: plateIn(size) },
    attributes: { text: 'AB12' },
  });
  const coco = {
    categories: [{ id: 1, name: 'plate' }],
    images: [
      image(1, 'flat.jpg', SIZE),
      image(2, 'turned.jpg', turned),
      image(3, 'none.jpg', SIZE),
    ],
    annotations: [plate(1, SIZE), plate(2, turned)],
  };
  const [flat, other, none] = [photo('flat'), photo('turned', 6), photo('none')];
  await openDataset(page);
  await importZip(
    page,
    'three.zip',
    zipOf({
      'coco.json': JSON.stringify(coco),
      ...{ 'flat.jpg': flat, 'turned.jpg': other, 'none.jpg': none },
    }),
  );
  const blur = async () => {
    await page.getByRole('checkbox', { name: /^Blur everything far/ }).check();
    await expect(page.getByRole('img', { name: /^The blurred export/ })).toBeVisible();
    const margin = page.getByLabel('Sharp around each plate, in plate widths');
    await margin.fill('0.5');
    await margin.press('Tab');
  };
  const sharp = await pictures(await exported(page));
  const zip = await exported(page, blur);
  expect(sha256(await exported(page, blur))).toBe(sha256(zip));
  const blurred = await pictures(zip);
  for (const jpeg of [flat, other, none]) {
    const [before, after] = [sharp.get(sha256(jpeg)), blurred.get(sha256(jpeg))];
    if (!before || !after) throw new Error('a photo is missing');
    expect([before.blurred, after.blurred, after.made]).toEqual([false, true, 'encoded']);
    expect(Buffer.from(after.bytes).includes('Exif')).toBe(false);
    const size = jpeg === other ? turned : SIZE;
    expect([jpegSize(before.bytes), jpegSize(after.bytes)]).toEqual([size, size]);
    const [x, y, width, height] = plateIn(size);
    const half = Math.round(width / 2);
    const far = [
      [0, 0, size.width, y - half],
      [0, y + height + half, size.width, size.height - y - height - half],
    ] as const;
    const [inside = 0, above = 0, below = 0] = await differences(
      page,
      [before.bytes, after.bytes],
      [[x, y, width, height], ...far],
    );
    const said = `inside ${inside}, above ${above}, below ${below}`;
    test.info().annotations.push({ type: 'difference', description: said });
    if (jpeg === none) expect(inside, said).toBeGreaterThan(5);
    else expect(inside, said).toBeLessThan(2);
    expect(Math.min(above, below), said).toBeGreaterThan(5);
  }
});

/** The photos of a dataset with what its manifest says of them, by the hash of the photo they come from. */
async function pictures(zip: Buffer) {
  const files = await unzip(zip);
  const { photos } = JSON.parse(new TextDecoder().decode(files.get('manifest.json'))) as {
    photos: { path: string; sourceSha256: string; blurred: boolean; made: string }[];
  };
  return new Map(
    photos.map(({ path, sourceSha256, blurred, made }) => [
      sourceSha256,
      { bytes: files.get(path) as Uint8Array, blurred, made },
    ]),
  );
}
