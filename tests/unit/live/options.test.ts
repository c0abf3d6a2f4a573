import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIVE_OPTIONS, restoreLiveOptions } from '../../../src/live/options.ts';

describe('options of the Live screen', () => {
  it('are restored from anything', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const options = restoreLiveOptions(value);
        expect([0, 320, 416, 640]).toContain(options.inputSize);
        expect(options.region.width).toBeGreaterThan(0);
      }),
    );
    expect(restoreLiveOptions(undefined)).toEqual(DEFAULT_LIVE_OPTIONS);
  });

  it('take the largest picture for the one that is no longer offered', () => {
    expect(restoreLiveOptions({ resolution: '3840x2160' }).resolution).toBe('1920x1080');
  });

  it('survive a round trip', () => {
    const chosen = {
      ...DEFAULT_LIVE_OPTIONS,
      inputSize: 416 as const,
      captureDoubtful: true,
      region: { x: 0.1, y: 0.2, width: 0.5, height: 0.4 },
    };
    expect(restoreLiveOptions(JSON.parse(JSON.stringify(chosen)))).toEqual(chosen);
  });
});
