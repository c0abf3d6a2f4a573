/** The Live screen on the built app: video files, and what can go wrong with them. */
import { readFileSync } from 'node:fs';
import { expectAccessible } from './axe.ts';
import { expect, test } from './base.ts';
import { inStore } from './flywheelTools.ts';
import { fails, log, openLive, status, truth, VIDEOS, watch } from './liveScreen.ts';

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
  const stored = JSON.stringify(await inStore(page, 'settings', 'plate-lists'));
  expect(stored).toMatch(/"hashes":\["[0-9a-f]{64}"\]/);
  expect(stored).not.toContain('LG12');
});

test('a 4K video', async ({ page }) => {
  await openLive(page);
  await watch(page, `${VIDEOS}/4k.webm`);
  await expect(status(page)).toHaveAttribute('data-state', 'done');
  expect((await log(page)).map(({ plate }) => plate)).toEqual(truth['4k.webm']);
});

test('a recording that motion started: both vehicles once, and its hole is left out', async ({
  page,
}) => {
  await openLive(page);
  // What was played is asked for as it ends: the element is gone with its session.
  await page.evaluate(() => {
    const played: number[] = [];
    Object.assign(globalThis, { played });
    document.addEventListener(
      'timeupdate',
      ({ target }) => {
        const { played: ranges } = target as HTMLVideoElement;
        let seconds = 0;
        for (let i = 0; i < ranges.length; i++) {
          // The hole is from 2.4 to 24.4 seconds; sound goes on to 32.8.
          const [from, to] = [Math.max(ranges.start(i), 2.5), Math.min(ranges.end(i), 24)];
          seconds += Math.max(0, to - from);
        }
        played.push(seconds);
      },
      true,
    );
  });
  await watch(page, `${VIDEOS}/holes.webm`);
  await expect(status(page)).toHaveAttribute('data-state', 'done');
  expect((await log(page)).map(({ plate }) => plate)).toEqual(truth['holes.webm']);
  const played = await page.evaluate(() => (globalThis as unknown as { played: number[] }).played);
  expect(played.length).toBeGreaterThan(3);
  expect(Math.max(...played)).toBeLessThan(5);
});

test('one frame a second: each vehicle once, by its own plate', async ({ page }) => {
  await openLive(page);
  await watch(page, `${VIDEOS}/one-a-second.webm`);
  await expect(status(page)).toHaveAttribute('data-state', 'done');
  expect((await log(page)).map(({ plate }) => plate)).toEqual(truth['one-a-second.webm']);
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

test('a format browsers do not play is named, with the line that converts it', async ({ page }) => {
  await openLive(page);
  await page.getByTestId('video-input').setInputFiles({
    name: 'cam.avi',
    mimeType: 'video/x-msvideo',
    buffer: Buffer.from(
      'RIFF\x00\x00\x00\x00AVI LIST....strhvidsMJPG....'.padEnd(2000, '.'),
      'latin1',
    ),
  });
  await fails(page, 'not-a-video', /Motion JPEG in an AVI file.*ffmpeg -i 'cam\.avi'/);
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
