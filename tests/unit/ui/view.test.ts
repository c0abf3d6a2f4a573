import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowWindow, scrollToShow } from '../../../src/ui/components/rowWindow.ts';
import {
  boxView,
  clampView,
  fitView,
  freeCorner,
  toImage,
  toScreen,
  zoomAt,
} from '../../../src/ui/components/viewTransform.ts';

const image = { width: 4000, height: 3000 };
const viewport = { width: 800, height: 500 };
const side = fc.integer({ min: 1, max: 9000 });
const size = fc.record({ width: side, height: side });

describe('view transform', () => {
  it('fits the whole photo, centred', () => {
    const view = fitView(image, viewport);
    const shown = toScreen({ x: 0, y: 0, ...image }, view);
    expect(shown.height).toBeCloseTo(500);
    expect(shown.x).toBeCloseTo((800 - shown.width) / 2);
  });

  it('keeps the point under the pointer while zooming within the photo', () => {
    const start = zoomAt(fitView(image, viewport), 4, { x: 400, y: 250 }, image, viewport);
    const at = { x: 300, y: 200 };
    const before = toImage(at, start);
    const after = toImage(at, zoomAt(start, 1.7, at, image, viewport));
    expect(after.x).toBeCloseTo(before.x);
    expect(after.y).toBeCloseTo(before.y);
  });

  it('never zooms out beyond the whole photo', () => {
    const fit = fitView(image, viewport);
    expect(zoomAt(fit, 0.1, { x: 0, y: 0 }, image, viewport)).toEqual(fit);
  });

  it('shows a box in the middle', () => {
    const box = { x: 1900, y: 1400, width: 200, height: 60 };
    const shown = toScreen(box, boxView(box, image, viewport));
    expect(shown.x + shown.width / 2).toBeCloseTo(400);
    expect(shown.y + shown.height / 2).toBeCloseTo(250);
  });

  it('never makes a box smaller than the whole photo would show it', () => {
    const box = { x: 100, y: 100, width: 3600, height: 2700 };
    expect(boxView(box, image, viewport).scale).toBeCloseTo(fitView(image, viewport).scale);
  });

  it('in a low viewport a close-up leaves a strip for the buttons, whatever the shape of the plate', () => {
    const phone = { width: 366, height: 219 };
    const sides = fc.record({
      width: fc.integer({ min: 40, max: 800 }),
      height: fc.integer({ min: 20, max: 700 }),
    });
    fc.assert(
      fc.property(sides, ({ width, height }) => {
        const box = { x: 2000 - width / 2, y: 1500 - height / 2, width, height };
        const shown = toScreen(box, boxView(box, image, phone, 1.6, 64));
        expect(shown.y).toBeGreaterThanOrEqual(0);
        expect(shown.y + shown.height + 8).toBeLessThanOrEqual(219 - 64 + 1e-6);
      }),
    );
  });

  it('leaves no gap it could fill, for any photo, viewport and wish', () => {
    fc.assert(
      fc.property(size, size, fc.double({ min: 0.01, max: 20, noNaN: true }), (img, port, k) => {
        const scale = fitView(img, port).scale * Math.max(1, k);
        const view = clampView({ scale, x: k * 999 - 5000, y: 5000 - k * 999 }, img, port);
        for (const [offset, pixels, room] of [
          [view.x, img.width * scale, port.width],
          [view.y, img.height * scale, port.height],
        ] as const) {
          if (pixels >= room) {
            expect(offset).toBeLessThanOrEqual(1e-6);
            expect(offset + pixels).toBeGreaterThanOrEqual(room - 1e-6);
          } else expect(offset).toBeCloseTo((room - pixels) / 2);
        }
      }),
    );
  });
});

describe('row window', () => {
  it('covers what is seen and stays within the list', () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.nat(200_000), fc.integer({ min: 1, max: 2000 }), (n, top, h) => {
        const { start, end } = rowWindow(n, 68, top, h);
        expect(0 <= start && start <= end && end <= n).toBe(true);
        for (let row = Math.floor(top / 68); row * 68 < top + h && row < n; row += 1) {
          expect(row >= start && row < end).toBe(true);
        }
        expect(end - start).toBeLessThanOrEqual(Math.ceil(h / 68) + 14);
      }),
    );
  });

  it('scrolls no further than needed', () => {
    expect(scrollToShow(0, 68, 100, 300)).toBe(0);
    expect(scrollToShow(3, 68, 100, 300)).toBe(100);
    expect(scrollToShow(10, 68, 100, 300)).toBe(11 * 68 - 300);
  });
});

describe('the zoom buttons', () => {
  const buttons = { width: 150, height: 60 };
  const phone = { width: 390, height: 220 };
  const at = (x: number, y: number) => ({ x, y, width: 600, height: 200 });

  it('stand at the lower right, and out of the way of a plate there', () => {
    expect(freeCorner([], fitView(image, phone), phone, buttons)).toBe('bottom-right');
    expect(freeCorner([at(1700, 1400)], fitView(image, phone), phone, buttons)).toBe(
      'bottom-right',
    );
    expect(freeCorner([at(3300, 2700)], fitView(image, phone), phone, buttons)).toBe('bottom-left');
    expect(freeCorner([at(3300, 2700), at(100, 2600)], fitView(image, phone), phone, buttons)).toBe(
      'top-right',
    );
    expect(
      freeCorner(
        [at(3300, 2700), at(100, 2600), at(3000, 50)],
        fitView(image, phone),
        phone,
        buttons,
      ),
    ).toBe('top-left');
  });

  it('stand out of the way in a close-up as it is shown, not as the whole photo is', () => {
    const [plate, below] = [at(1700, 1400), at(1700, 1650)];
    const closeUp = boxView(plate, image, phone, 1.6);
    expect(freeCorner([plate, below], fitView(image, phone), phone, buttons)).toBe('bottom-right');
    expect(freeCorner([plate, below], closeUp, phone, buttons)).toMatch(/^top/);
  });

  it('cover no single plate smaller than a corner of the photo, wherever it is', () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(part, part, (fx, fy) => {
        const box = at(fx * (image.width - 600), fy * (image.height - 200));
        const corner = freeCorner([box], fitView(image, phone), phone, buttons);
        const shown = toScreen(box, fitView(image, phone));
        const left = corner.endsWith('left') ? 0 : phone.width - buttons.width;
        const top = corner.startsWith('top') ? 0 : phone.height - buttons.height;
        const apart =
          shown.x >= left + buttons.width ||
          shown.x + shown.width <= left ||
          shown.y >= top + buttons.height ||
          shown.y + shown.height <= top;
        expect(apart).toBe(true);
      }),
    );
  });
});
