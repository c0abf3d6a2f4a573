import { expect, test } from 'vitest';
import {
  likelierFirst,
  type TypedRun,
  typedAlone,
  typedOn,
} from '../../../../src/ui/correct/typedRun.ts';

/** Types keys over a text as the field does: each replaces the character at the caret, or comes at the end. */
function typeOver(text: string, at: number, keys: string) {
  let run: TypedRun | null = null;
  let now = text;
  let position = at;
  for (const key of keys) {
    now = now.slice(0, position) + key + now.slice(position + 1);
    position += 1;
    run = typedOn(run, position, 'typed');
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

test('so is one that was put before or behind the old text', () => {
  const behind = typeOver('3064AA', 6, '3064AB');
  expect(typedAlone(behind.run, behind.text)).toBe('3064AB');
  let run: TypedRun | null = null;
  for (let position = 1; position <= 4; position++) run = typedOn(run, position, 'typed');
  expect(typedAlone(run, 'AB12HP38G1539')).toBe('AB12');
});

test('the likelier of the two comes first; what is longer than a plate is not offered', () => {
  expect(likelierFirst('WF874N', 'WF874', '151VDN')).toEqual(['WF874', 'WF874N']);
  expect(likelierFirst('ABC1234', 'ABC', 'XYZ1234')).toEqual(['ABC1234', 'ABC']);
  expect(likelierFirst('AB12HP38G1539', 'AB12', 'HP38G1539')).toEqual(['AB12', 'AB12HP38G1539']);
  expect(likelierFirst('HP38GI539HP38G1539', 'HP38GI539', 'HP38G1539')).toEqual(['HP38GI539']);
});

test('typed from the middle to the end, the text that is nearer to the old one is the likelier', () => {
  const typed = (old: string, at: number, keys: string) => {
    const { text, run } = typeOver(old, at, keys);
    return likelierFirst(text, typedAlone(run, text) ?? '', old)[0];
  };
  // The rest typed anew, with a character that had been missed.
  expect(typed('BAQ612', 1, 'AIQ612')).toBe('BAIQ612');
  expect(typed('MP46CD632', 4, 'CID632')).toBe('MP46CID632');
  // The whole plate, begun at the marked character.
  expect(typed('BAQ612', 1, 'BAG612')).toBe('BAG612');
  expect(typed('151VDN', 2, 'WF874')).toBe('WF874');
});

test('one or two characters, or all of them, ask nothing', () => {
  for (const [at, keys] of [
    [0, 'W'],
    [3, 'XY'],
    [0, 'WF874K'],
    [0, 'WF874KL'],
    [6, 'XY'],
  ] as const) {
    const { text, run } = typeOver('151VDN', at, keys);
    expect(typedAlone(run, text), `${keys} at ${at}`).toBeNull();
  }
});

test('going elsewhere begins anew; what is taken away is not typed any more', () => {
  const { run } = typeOver('151VDN', 0, 'WF8');
  expect(typedAlone(typedOn(run, 6, 'typed'), 'WF8VDX')).toBeNull();
  expect(typedAlone(typedOn(run, 2, 'deleted'), 'WFVDN')).toBeNull();
  // The old tail is taken away, character by character, from behind what was typed.
  expect(typedAlone(typedOn(run, 3, 'deleted'), 'WF8DN')).toBe('WF8');
  expect(typedAlone(typedOn(run, 3, 'deleted'), 'WF8')).toBeNull();
});

test('what is typed where characters were taken out just before is a mend, and asks nothing', () => {
  let run: TypedRun | null = null;
  for (let position = 5; position >= 3; position--) run = typedOn(run, position, 'deleted'); // AAA411
  for (let position = 4; position <= 6; position++) run = typedOn(run, position, 'typed');
  expect(typedAlone(run, 'AAANAU')).toBeNull();
  // Elsewhere it is not.
  for (let position = 1; position <= 3; position++) run = typedOn(run, position, 'typed');
  expect(typedAlone(run, 'XYZNAU')).toBe('XYZ');
});
