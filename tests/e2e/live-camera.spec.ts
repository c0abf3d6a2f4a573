/** The Live screen's cameras on the built app: a fake webcam, and everything that can go wrong with one. */
import { chromium } from '@playwright/test';
import { chromiumArgs, findChromium } from '../../scripts/lib/chromium.mjs';
import { expect, test } from './base.ts';
import { fails, log, openLive, status, truth, VIDEOS } from './liveScreen.ts';

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

test('torch, zoom and focus where there are any, and a change of camera', async ({ page }) => {
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
      const focusMode = ['continuous', 'single-shot'];
      track.getCapabilities = () => ({ torch: true, zoom, focusMode }) as MediaTrackCapabilities;
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
  // A tap on the picture focuses there.
  const video = page.locator('.live-picture video');
  const { width, height } = (await video.boundingBox()) ?? { width: 0, height: 0 };
  await video.click({ position: { x: width / 4, y: height * 0.75 } });
  const { pointsOfInterest: [point] = [], ...focus } = (await page.evaluate(() =>
    (globalThis as unknown as { asked: object[] }).asked.at(-1),
  )) as { focusMode?: string; pointsOfInterest?: { x: number; y: number }[] };
  expect(focus).toEqual({ focusMode: 'single-shot' });
  expect(point?.x).toBeCloseTo(0.25, 1);
  expect(point?.y).toBeCloseTo(0.75, 1);
  const camera = page.getByRole('combobox', { name: 'Camera', exact: true });
  await expect(camera).toHaveValue('Road');
  await camera.selectOption('Gate');
  // The new one's torch is off.
  await expect(torch).toHaveAttribute('aria-pressed', 'false', { timeout: 40_000 });
  await expect(camera).toHaveValue('Gate');
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
