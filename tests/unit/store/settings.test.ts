import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, INPUT_SIZES, restoreSettings } from '../../../src/store/settings.ts';

describe('restoreSettings', () => {
  it('keeps what is valid and defaults the rest', () => {
    expect(
      restoreSettings({ theme: 'dark', threshold: 2, inputSize: 320, backend: 'cuda' }),
    ).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark', inputSize: 320 });
  });

  it('makes valid settings out of anything', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const settings = restoreSettings(value);
        expect(Object.keys(settings).sort()).toEqual(Object.keys(DEFAULT_SETTINGS).sort());
        expect(INPUT_SIZES).toContain(settings.inputSize);
        expect(settings.threshold).toBeGreaterThan(0);
        expect(settings.threshold).toBeLessThan(1);
      }),
    );
  });
});
