/** The Live screen on the built app: video files, a fake webcam, and everything that can go wrong. */
import { readFileSync } from 'node:fs';
import { chromium, type Page } from '@playwright/test';
import { chromiumArgs, findChromium } from '../../scripts/lib/chromium.mjs';
import { expectAccessible } from './axe.ts';
import { expect, test } from './base.ts';

const VIDEOS = 'tests/fixtures/video';
const truth: Record<string, string[]> = JSON.parse(readFileSync(`${VIDEOS}/truth.json`, 'utf8'));

async function openLive(page: Page): Promise<void> {
  await page.goto('#/live');
  await expect(status(page)).toHaveAttribute('data-state', 'idle');
}

const status = (page: Page) => page.getByTestId('live-status');

async function watch(page: Page, file: string): Promise<void> {
  await page.getByTestId('video-input').setInputFiles(file);
  await expect(status(page)).toHaveAttribute('data-state', /done|error/, { timeout: 80_000 });
}

/** Rows of the downloaded CSV log, by column. */
async function log(page: Page): Promise<Record<string, string>[]> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('download-log').click(),
  ]);
  const text = readFileSync(await download.path(), 'utf8');
  expect(text.startsWith('plate,confidence,first_seen,last_seen,frames,votes,dissent,')).toBe(true);
  expect(text.endsWith('\r\n')).toBe(true);
  const [header = '', ...lines] = text.trim().split('\r\n');
  const names = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? '']));
  });
}

/** What the app keeps: one record of a store, or all of it. */
function inStore(page: Page, store: string, key?: string): Promise<unknown> {
  return page.evaluate(
    async ([name, id]) => {
      const open = indexedDB.open('platewheel');
      const db = await new Promise<IDBDatabase>((resolve) => {
        open.onsuccess = () => resolve(open.result);
      });
      const records = db.transaction(name as string).objectStore(name as string);
      const asked = id === undefined ? records.getAll() : records.get(id);
      return new Promise<unknown>((resolve) => {
        asked.onsuccess = () => resolve(asked.result);
      });
    },
    [store, key],
  );
}

async function fails(page: Page, code: string, words: RegExp): Promise<void> {
  await expect(status(page)).toHaveAttribute('data-state', 'error', { timeout: 40_000 });
  const error = page.getByTestId('live-error');
  await expect(error).toHaveAttribute('data-code', code);
  await expect(error).toHaveText(words);
  // The way on: both sources are there again.
  await expect(page.getByTestId('start-camera')).toBeEnabled();
}

test('a video: each vehicle once, with its plate, times and votes', async ({ page }) => {
  await openLive(page);
  await watch(page, `${VIDEOS}/gate.webm`);
  await expect(status(page)).toHaveAttribute('data-state', 'done');
  const rows = await log(page);
  // Those that are in the video, in their order, and no others.
  expect(rows.map(({ plate }) => plate)).toEqual(truth['gate.webm']);
  expect(rows.filter(({ status }) => status === 'ok').length).toBeGreaterThanOrEqual(2);
  const first = rows[0] as Record<string, string>;
  expect(first.first_seen).toMatch(/^00:00:00\.\d{3}$/);
  expect(Number(first.frames)).toBeGreaterThan(5);
  expect(Number(first.votes)).toBeGreaterThanOrEqual(3);
  expect(Number(first.confidence)).toBeGreaterThan(0.6);
});

test('an upright phone video with a rotation flag; its plate is near a watched one', async ({
  page,
}) => {
  await openLive(page);
  await page.getByTestId('live-options').click();
  await page.getByLabel('Plates for the watch list').fill('LG12 FXC');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('button', { name: 'Close' }).click();
  await watch(page, `${VIDEOS}/portrait.mp4`);
  await expect(status(page)).toHaveAttribute('data-state', 'done');
  const rows = await log(page);
  expect(rows.map(({ plate }) => plate)).toEqual(truth['portrait.mp4']);
  expect(rows[0]?.watch).toBe('near-match');
  // Only the hash is stored.
  const stored = JSON.stringify(await inStore(page, 'settings', 'live-watch-list'));
  expect(stored).toMatch(/"hashes":\["[0-9a-f]{64}"\]/);
  expect(stored).not.toContain('LG12');
});

test('a 4K video', async ({ page }) => {
  await openLive(page);
  await watch(page, `${VIDEOS}/4k.webm`);
  await expect(status(page)).toHaveAttribute('data-state', 'done');
  expect((await log(page)).map(({ plate }) => plate)).toEqual(truth['4k.webm']);
});

test('files without a picture to watch say so, and the next one works', async ({ page }) => {
  await openLive(page);
  await page.getByTestId('video-input').setInputFiles(`${VIDEOS}/sound-only.webm`);
  await fails(page, 'no-picture', /sound but no picture/);
  const noise = Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7919) % 251));
  await page
    .getByTestId('video-input')
    .setInputFiles({ name: 'noise.webm', mimeType: 'video/webm', buffer: noise });
  await fails(page, 'not-a-video', /“noise\.webm” could not be opened as a video/);
  // Good at first, garbage from a third on.
  const cut = readFileSync(`${VIDEOS}/gate.webm`);
  cut.fill(0x5a, Math.floor(cut.length / 3));
  await page
    .getByTestId('video-input')
    .setInputFiles({ name: 'cut.webm', mimeType: 'video/webm', buffer: cut });
  // Whether the browser reports an error or just ends: the screen says so, after all was read.
  await expect(page.getByTestId('live-error')).toHaveText(/“cut\.webm”.*damaged/, {
    timeout: 60_000,
  });
  await expect(status(page)).toHaveAttribute('data-state', 'error');
  expect((await log(page)).map(({ plate }) => plate)).toContain('LG12FXB');
});

test('pause, go on, stop; the log stays', async ({ page }) => {
  await openLive(page);
  await page.getByTestId('video-input').setInputFiles(`${VIDEOS}/gate.webm`);
  await expect(page.locator('.live-row')).toHaveCount(1, { timeout: 40_000 });
  await page.keyboard.press('k');
  await expect(status(page)).toHaveAttribute('data-state', 'paused');
  const at = () => page.locator('video').evaluate((v: HTMLVideoElement) => v.currentTime);
  await page.waitForTimeout(300);
  const before = await at();
  await page.waitForTimeout(500);
  expect(await at()).toBe(before);
  await page.getByTestId('live-pause').click();
  await expect(status(page)).toHaveAttribute('data-state', 'running');
  await page.getByTestId('live-stop').click();
  await expect(status(page)).toHaveAttribute('data-state', 'done');
  expect(await log(page)).toHaveLength(1);
});

test('a frame is kept in the dataset by key', async ({ page }) => {
  await openLive(page);
  await page.getByTestId('video-input').setInputFiles(`${VIDEOS}/gate.webm`);
  await expect(page.locator('.live-row')).toHaveCount(1, { timeout: 40_000 });
  await page.keyboard.press('c');
  await expect(page.getByText(/Frame kept in the dataset/).first()).toBeVisible();
  const kept = (await inStore(page, 'samples')) as object[];
  expect(kept).toHaveLength(1);
  expect(kept[0]).toMatchObject({ source: 'live', size: { width: 640, height: 360 } });
});

test('by rule, the best frame of a vehicle that leaves doubtful is kept, and of no other', async ({
  page,
}) => {
  await openLive(page);
  await page.getByTestId('live-options').click();
  await page.getByLabel('Keep doubtful plates in the dataset').check();
  await page.getByRole('button', { name: 'Close' }).click();
  await watch(page, `${VIDEOS}/doubtful.webm`);
  expect((await log(page)).map(({ status: said }) => said)).toEqual([
    expect.stringMatching(/doubtful|unread/),
  ]);
  const samples = () => inStore(page, 'samples') as Promise<object[]>;
  await expect.poll(async () => (await samples()).length).toBe(1);
  expect((await samples())[0]).toMatchObject({ source: 'live', size: { width: 640, height: 360 } });

  await watch(page, `${VIDEOS}/gate.webm`);
  const doubtful = (await log(page)).filter(({ status: said }) => said !== 'ok');
  await expect.poll(async () => (await samples()).length).toBe(1 + doubtful.length);
});

test('no camera, and a camera that is refused', async ({ page, context }) => {
  // This Chromium has no device and nobody to say yes: both are the browser's own answers.
  await openLive(page);
  await context.grantPermissions(['camera']);
  await page.getByTestId('start-camera').click();
  await fails(page, 'no-camera', /No camera was found/);
  await context.clearPermissions();
});

test('a camera that is busy, then one that is unplugged', async ({ page }) => {
  await openLive(page);
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = async () => {
      throw new DOMException('Could not start video source', 'NotReadableError');
    };
  });
  await page.getByTestId('start-camera').click();
  await fails(page, 'busy', /camera is busy/);
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = async () => {
      const canvas = document.createElement('canvas');
      canvas.width = 320;
      canvas.height = 180;
      const context = canvas.getContext('2d');
      setInterval(() => context?.fillRect(Math.random() * 300, 10, 20, 20), 60);
      const stream = canvas.captureStream(15);
      Object.assign(globalThis, { fakeTrack: stream.getVideoTracks()[0] });
      return stream;
    };
  });
  await page.getByTestId('start-camera').click();
  await expect(status(page)).toHaveAttribute('data-state', 'running', { timeout: 40_000 });
  await page.evaluate(() => {
    const { fakeTrack } = globalThis as unknown as { fakeTrack: MediaStreamTrack };
    fakeTrack.dispatchEvent(new Event('ended'));
  });
  await fails(page, 'unplugged', /unplugged or switched off/);
  // Again, this time while the reader still starts: the words stay the same.
  await page.getByTestId('start-camera').click();
  await page.waitForFunction(() => (document.querySelector('video')?.srcObject ?? null) !== null);
  await expect(status(page)).toHaveAttribute('data-state', 'starting');
  await page.evaluate(() => {
    const { fakeTrack } = globalThis as unknown as { fakeTrack: MediaStreamTrack };
    fakeTrack.dispatchEvent(new Event('ended'));
  });
  await fails(page, 'unplugged', /unplugged or switched off/);
  await page.waitForTimeout(500);
  await expect(page.getByTestId('live-error')).toHaveAttribute('data-code', 'unplugged');
});

test('torch and zoom where there are any, and a change of camera', async ({ page }) => {
  await openLive(page);
  await page.evaluate(() => {
    const asked: object[] = [];
    Object.assign(globalThis, { asked });
    navigator.mediaDevices.enumerateDevices = async () =>
      ['Road', 'Gate'].map((label) => ({ kind: 'videoinput', deviceId: label, label }) as never);
    navigator.mediaDevices.getUserMedia = async ({ video } = {}) => {
      const { deviceId } = video as { deviceId?: { exact: string } };
      const canvas = document.createElement('canvas');
      canvas.getContext('2d')?.fillRect(0, 0, 20, 20);
      const stream = canvas.captureStream(5);
      const track = stream.getVideoTracks()[0] as MediaStreamTrack;
      const zoom = { min: 1, max: 4, step: 0.5 };
      track.getCapabilities = () => ({ torch: true, zoom }) as MediaTrackCapabilities;
      track.getSettings = () => ({ zoom: 2, deviceId: deviceId?.exact ?? 'Road' }) as object;
      track.applyConstraints = async (wish) => void asked.push(wish?.advanced?.[0] ?? {});
      return stream;
    };
  });
  await page.getByTestId('start-camera').click();
  await expect(status(page)).toHaveAttribute('data-state', 'running', { timeout: 40_000 });
  const zoom = page.getByRole('slider', { name: 'Zoom' });
  await expect(zoom).toHaveValue('2');
  await zoom.fill('3');
  const torch = page.getByRole('button', { name: 'Torch' });
  await torch.click();
  await expect(torch).toHaveAttribute('aria-pressed', 'true');
  expect(await page.evaluate(() => (globalThis as unknown as { asked: object[] }).asked)).toEqual([
    { zoom: 3 },
    { torch: true },
  ]);
  const camera = page.getByRole('combobox', { name: 'Camera', exact: true });
  await expect(camera).toHaveValue('Road');
  await camera.selectOption('Gate');
  // The new one's torch is off.
  await expect(torch).toHaveAttribute('aria-pressed', 'false', { timeout: 40_000 });
  await expect(camera).toHaveValue('Gate');
});

test('pauses while nobody can see it, and goes on', async ({ page }) => {
  await openLive(page);
  await page.getByTestId('video-input').setInputFiles(`${VIDEOS}/gate.webm`);
  await expect(status(page)).toHaveAttribute('data-state', 'running', { timeout: 40_000 });
  const hide = (hidden: boolean) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { configurable: true, value });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await hide(true);
  await expect(status(page)).toHaveAttribute('data-state', 'paused');
  await expect(page.getByText('Paused while hidden')).toBeVisible();
  await hide(false);
  await expect(status(page)).toHaveAttribute('data-state', 'running');
  // One that was paused by hand stays paused.
  await page.getByTestId('live-pause').click();
  await hide(true);
  await hide(false);
  await expect(status(page)).toHaveAttribute('data-state', 'paused');
});

test.describe('with a fake webcam', () => {
  const webcam = `${VIDEOS}/camera.mjpeg`;
  const fake = (yes: boolean) => [
    ...chromiumArgs(),
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${webcam}`,
    yes ? '--use-fake-ui-for-media-stream' : '--deny-permission-prompts',
  ];

  test('reads the car in front of it once, and goes on', async ({ baseURL, guard }) => {
    const executablePath = findChromium();
    const browser = await chromium.launch({
      args: fake(true),
      ...(executablePath && { executablePath }),
    });
    try {
      const context = await browser.newContext({ baseURL: baseURL as string });
      await guard.watch(context);
      const page = await context.newPage();
      await openLive(page);
      await page.getByTestId('start-camera').click();
      await expect(status(page)).toHaveAttribute('data-state', 'running', { timeout: 40_000 });
      await expect(page.locator('.live-row[data-plate="LG12FXB"]')).toBeVisible({
        timeout: 40_000,
      });
      // The file repeats every two seconds: the same vehicle, still one row.
      await page.waitForTimeout(5000);
      await page.getByTestId('live-stop').click();
      const rows = await log(page);
      expect(rows.map(({ plate }) => plate)).toEqual(truth['camera.mjpeg']);
      expect(rows[0]?.first_seen).toMatch(/^20\d\d-\d\d-\d\dT.*Z$/);
    } finally {
      await browser.close();
    }
  });

  test('permission denied for real', async ({ baseURL, guard }) => {
    const executablePath = findChromium();
    const browser = await chromium.launch({
      args: fake(false),
      ...(executablePath && { executablePath }),
    });
    try {
      const context = await browser.newContext({ baseURL: baseURL as string });
      await guard.watch(context);
      const page = await context.newPage();
      await openLive(page);
      await page.getByTestId('start-camera').click();
      await fails(page, 'denied', /camera is blocked/);
    } finally {
      await browser.close();
    }
  });
});

test('a crashed worker is replaced while the video goes on', async ({ page }) => {
  await page.addInitScript(() => {
    const workers: Worker[] = [];
    const Original = Worker;
    Object.assign(globalThis, { workers });
    globalThis.Worker = class extends Original {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        if (options?.name === 'platewheel-vision') workers.push(this);
      }
    };
  });
  await openLive(page);
  await page.getByTestId('video-input').setInputFiles(`${VIDEOS}/gate.webm`);
  await expect(page.locator('.live-row')).toHaveCount(1, { timeout: 40_000 });
  await page.evaluate(() => {
    const { workers } = globalThis as unknown as { workers: Worker[] };
    workers.at(-1)?.dispatchEvent(new ErrorEvent('error', { message: 'killed by the test' }));
  });
  await expect(page.getByTestId('live-numbers')).toHaveAttribute('data-restarts', '1');
  // Frames are taken again, and the next vehicle is seen.
  await expect(page.locator('.live-row')).toHaveCount(2, { timeout: 60_000 });
  await expect(status(page)).toHaveAttribute('data-state', 'running');
});

test('axe finds nothing, and the watched region is set by keyboard', async ({ page }) => {
  await openLive(page);
  await expectAccessible(page);
  await page.getByTestId('live-options').click();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.getByTestId('video-input').setInputFiles(`${VIDEOS}/gate.webm`);
  await expect(page.locator('.live-row')).toHaveCount(1, { timeout: 40_000 });
  await page.getByTestId('live-pause').click();
  await page.getByTestId('live-region').click();
  await expect(page.locator('.live-region-surface')).toBeFocused();
  for (let press = 0; press < 10; press++) await page.keyboard.press('Shift+ArrowLeft');
  for (let press = 0; press < 5; press++) await page.keyboard.press('ArrowRight');
  const region = page.locator('.live-region');
  const part = await region.evaluate((element) => {
    const { left, width } = (element as HTMLElement).style;
    return [Number.parseFloat(left), Number.parseFloat(width)];
  });
  expect(part[0]).toBeCloseTo(10, 3);
  expect(part[1]).toBeCloseTo(80, 3);
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('live-region')).toBeFocused();
  await page.getByTestId('live-region').click();
  await page.keyboard.press('Delete');
  await page.keyboard.press('Enter');
  await expect(region).toHaveCount(0);
});
