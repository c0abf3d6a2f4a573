import { expect, test } from 'vitest';
import { type TypedRun, typedAlone, typedOn } from '../../../../src/ui/correct/typedRun.ts';

/** Types keys over a text as the field does: each replaces the character at the caret, or is put at the end. */
function typeOver(text: string, at: number, keys: string) {
  let run: TypedRun | null = null;
  let now = text;
  let position = at;
  for (const key of keys) {
    const kind = position < now.length ? 'replaced' : 'inserted';
    now = now.slice(0, position) + key + now.slice(position + 1);
    position += 1;
    run = typedOn(run, position, kind);
  }
  return { text: now, run };
}

test('a whole plate typed over a longer one, or from its middle, is told from a fix', () => {
  const whole = typeOver('151VDN', 0, 'WF874');
  expect(whole.text).toBe('WF874N');
  expect(typedAlone(whole.run, whole.text)).toBe('WF874');
  const late = typeOver('151VDN', 2, 'WF874');
  expect(late.text).toBe('15WF874');
  expect(typedAlone(late.run, late.text)).toBe('WF874');
});

test('one or two characters, all of them, or some put at the end ask nothing', () => {
  for (const [at, keys] of [
    [0, 'W'],
    [3, 'XY'],
    [0, 'WF874K'],
    [0, 'WF874KL'],
    [6, 'XYZ'],
  ] as const) {
    const { text, run } = typeOver('151VDN', at, keys);
    expect(typedAlone(run, text), `${keys} at ${at}`).toBeNull();
  }
});

test('going elsewhere begins anew; what is taken away is not typed any more', () => {
  const { run } = typeOver('151VDN', 0, 'WF8');
  expect(typedAlone(typedOn(run, 6, 'replaced'), 'WF8VDX')).toBeNull();
  expect(typedAlone(typedOn(run, 2, 'deleted'), 'WFVDN')).toBeNull();
  // The old tail is taken away, character by character, from behind what was typed.
  expect(typedAlone(typedOn(run, 3, 'deleted'), 'WF8DN')).toBe('WF8');
  expect(typedAlone(typedOn(run, 3, 'deleted'), 'WF8')).toBeNull();
});
