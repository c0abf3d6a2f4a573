import { beforeEach, describe, expect, it } from 'vitest';
import { abilitiesOf, focusAt, meansOf, openCamera } from '../../../src/live/cameras.ts';

type Wish = { video: { deviceId?: { exact: string }; facingMode?: object } };

/** A browser with one camera, `here`. */
let asked: Wish[] = [];
beforeEach(() => {
  asked = [];
  const getUserMedia = async (wish: Wish) => {
    asked.push(wish);
    const exact = wish.video.deviceId?.exact;
    if (exact === undefined || exact === 'here') return 'a stream';
    const error = new Error('deviceId');
    error.name = 'OverconstrainedError';
    throw error;
  };
  const value = { mediaDevices: { getUserMedia } };
  Object.defineProperty(globalThis, 'navigator', { configurable: true, value });
});

describe('opening a camera', () => {
  it('takes the one that was chosen', async () => {
    await openCamera('here', '1280x720');
    expect(asked.map(({ video }) => video.deviceId)).toEqual([{ exact: 'here' }]);
  });

  it('takes another one where the chosen one is gone', async () => {
    expect(await openCamera('sold', '1280x720')).toBe('a stream');
    expect(asked.at(-1)?.video).toMatchObject({ facingMode: { ideal: 'environment' } });
  });
});

describe('what a camera can do besides', () => {
  const track = (capabilities: object, settings = {}) =>
    ({
      getCapabilities: () => capabilities,
      getSettings: () => settings,
    }) as unknown as MediaStreamTrack;

  it('is nothing where the browser offers nothing', () => {
    expect(abilitiesOf(track({}))).toEqual({ torch: false, focus: false, zoom: null });
    expect(abilitiesOf({} as MediaStreamTrack)).toEqual({ torch: false, focus: false, zoom: null });
  });

  it('is torch and zoom, from where the camera stands', () => {
    const zoom = { min: 1, max: 5, step: 0.5 };
    expect(abilitiesOf(track({ torch: true, zoom }, { zoom: 2 }))).toEqual({
      torch: true,
      focus: false,
      zoom: { ...zoom, now: 2 },
    });
  });

  it('is offered as advice while it helps: a torch that burns is not', () => {
    const all = { torch: true, focusMode: ['continuous', 'single-shot'] };
    expect(meansOf(track(all))).toEqual({ torch: true, zoom: false, focus: true });
    expect(meansOf(track(all, { torch: true }))).toEqual({
      torch: false,
      zoom: false,
      focus: true,
    });
  });
});

describe('focusing on a place of the picture', () => {
  const track = (applyConstraints: (wish: unknown) => Promise<void>) =>
    ({ applyConstraints }) as unknown as MediaStreamTrack;

  it('asks the camera once for that place', async () => {
    const wishes: unknown[] = [];
    const took = await focusAt(
      track(async (wish) => void wishes.push(wish)),
      0.25,
      0.5,
    );
    expect(took).toBe(true);
    const there = { focusMode: 'single-shot', pointsOfInterest: [{ x: 0.25, y: 0.5 }] };
    expect(wishes).toEqual([{ advanced: [there] }]);
  });

  it('leaves a camera that refuses as it is', async () => {
    expect(
      await focusAt(
        track(() => Promise.reject(new Error('no'))),
        0.5,
        0.5,
      ),
    ).toBe(false);
  });
});
