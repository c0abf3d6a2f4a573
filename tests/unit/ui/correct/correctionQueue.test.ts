import '../../store/fakeBrowser.ts';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { applyEdits } from '../../../../src/core/dataset/edits.ts';
import type {
  Label,
  LabelEdit,
  PlateLabel,
  PreparedSample,
} from '../../../../src/core/dataset/types.ts';
import { sha256Hex } from '../../../../src/store/hash.ts';
import { savedLog, savedSample } from '../../../../src/store/library.ts';
import { type AnnotationTarget, newTarget } from '../../../../src/ui/correct/annotationTarget.ts';
import {
  act,
  beginBulk,
  canUndo,
  correct,
  Expired,
  forget,
  redo,
  undo,
  undoEdits,
} from '../../../../src/ui/correct/correctionQueue.ts';
import { pending } from '../../../../src/ui/correct/saveQueue.ts';

// The archive worker decodes pictures, which only a browser can; the store is the real one.
let prepareFails = false;
vi.mock('../../../../src/rpc/archive/client.ts', () => ({
  prepareSample: async (photo: Blob, facts: { file: string }) => {
    if (prepareFails) return { ok: false, failure: { message: 'The photo cannot be kept.' } };
    const bytes = await photo.arrayBuffer();
    const id = await sha256Hex(bytes);
    const value: PreparedSample = {
      sample: {
        ...{ id, file: facts.file, kind: 'photo', source: 'photo', addedAt: 1, taken: null },
        ...{ place: null, size: { width: 10, height: 10 }, orientation: 1, type: 'image/jpeg' },
        ...{ bytes: bytes.byteLength, sha256: id, dhash: '0123456789abcdef', burst: null },
      },
      bytes,
      thumb: bytes,
    };
    return { ok: true, value };
  },
}));

const box = { x: 1, y: 1, width: 5, height: 3 };
const says = (text: string): LabelEdit[] => [
  {
    kind: 'plate',
    id: 'p1',
    value: {
      ...{ id: 'p1', box, verdict: 'plate', text, raw: null, unreadable: null },
      ...{ region: null, rows: null, origin: null },
    },
  },
];
let n = 0;
function target(photo: Blob | null, rest: Partial<AnnotationTarget> = {}): AnnotationTarget {
  n += 1;
  return newTarget({
    ...{ key: `t${n}`, photo, file: `${n}.jpg`, source: 'photo', burst: null },
    ...{ size: { width: 10, height: 10 }, prediction: null, shelf: null },
    ...rest,
  });
}
const photo = () => new Blob([`photo ${Math.random()}`]);
const textOf = (label: Label | null | undefined) => label?.plates[0]?.text ?? null;
const idle = () => vi.waitFor(() => expect(pending.value).toBe(0));

beforeEach(() => {
  prepareFails = false;
});

describe('the correction queue', () => {
  it('shows a change at once, and calls it kept only when it is read back', async () => {
    const one = target(photo());
    const done = correct(one, says('AB1'));
    expect(textOf(one.label.value)).toBe('AB1');
    expect(one.saving.value.state).toBe('keeping');
    await done;
    expect(one.saving.value.state).toBe('kept');
    expect(textOf((await savedSample(one.sample.value ?? ''))?.label)).toBe('AB1');
  });

  it('keeps changes in the order they were made, the last on the screen', async () => {
    const one = target(photo());
    for (const text of ['A1', 'A2', 'A3']) void correct(one, says(text));
    expect(textOf(one.label.value)).toBe('A3');
    await idle();
    expect(textOf(one.label.value)).toBe('A3');
    const log = await savedLog(one.sample.value ?? '');
    expect(log.map(({ revision }) => revision)).toEqual([1, 2, 3]);
  });

  it('takes back and does again, on disk and on the screen', async () => {
    const one = target(photo());
    await correct(one, says('A1'));
    await correct(one, says('A2'));
    undo();
    await vi.waitFor(() => expect(textOf(one.label.value)).toBe('A1'));
    redo();
    await vi.waitFor(() => expect(textOf(one.label.value)).toBe('A2'));
    await idle();
    expect(textOf((await savedSample(one.sample.value ?? ''))?.label)).toBe('A2');
  });

  it('takes a bulk action back as one step', async () => {
    const [one, two] = [target(photo()), target(photo())];
    const bulk = beginBulk();
    expect(await bulk.correct(one, says('B1'))).toBe(true);
    expect(await bulk.correct(two, says('B2'))).toBe(true);
    bulk.end();
    undo();
    await vi.waitFor(() =>
      expect([one, two].map((t) => textOf(t.label.value))).toEqual([null, null]),
    );
    await idle();
  });

  it('takes back what else was done in its turn, then the answers before it', async () => {
    const one = target(photo());
    await correct(one, says('A1'));
    await correct(one, says('A2'));
    let isDeleted = false;
    const set = (to: boolean) => async () => {
      isDeleted = to;
    };
    await act({ redo: set(true), undo: set(false) });
    undo();
    await vi.waitFor(() => expect(isDeleted).toBe(false));
    expect(textOf(one.label.value)).toBe('A2');
    redo();
    await vi.waitFor(() => expect(isDeleted).toBe(true));
    undo();
    undo();
    await vi.waitFor(() => expect(textOf(one.label.value)).toBe('A1'));
    expect(isDeleted).toBe(false);
    await idle();
  });

  it('lets go what can be taken back no more, and goes on to what was before', async () => {
    const one = target(photo());
    await correct(one, says('A1'));
    await correct(one, says('A2'));
    let tries = 0;
    const deed = (isLost: boolean) => ({
      redo: async () => undefined,
      undo: async () => {
        tries += 1;
        throw isLost ? new Expired('too late') : new Error('the disk is busy');
      },
    });
    await act(deed(true));
    undo();
    await vi.waitFor(() => expect(tries).toBe(1));
    const busy = deed(false);
    await act(busy);
    for (const tried of [2, 3]) {
      undo(); // what only failed stays, to be tried again
      await vi.waitFor(() => expect(tries).toBe(tried));
    }
    forget(busy);
    undo();
    await vi.waitFor(() => expect(textOf(one.label.value)).toBe('A1'));
    await idle();
  });

  it('knows what stood before a change, also one of an earlier visit', async () => {
    const one = target(photo());
    await correct(one, says('IMPORTED1'));
    const given = one.label.value?.plates[0] as PlateLabel;
    const refused = { ...given, verdict: 'not-plate', text: null } as const;
    await correct(one, [{ kind: 'plate', id: 'p1', value: refused }]);
    const again = newTarget({ ...one, key: 'again' }, one.sample.value, one.label.value);
    const isRefusal = (edit: LabelEdit) =>
      edit.kind === 'plate' && edit.value?.verdict === 'not-plate';
    expect(await undoEdits(again, isRefusal)).toEqual([{ kind: 'plate', id: 'p1', value: given }]);
    expect(await undoEdits(again, ({ kind }) => kind === 'no-plate')).toBeNull();
  });

  it('says what failed, and shows what is kept instead', async () => {
    const one = target(photo());
    prepareFails = true;
    await correct(one, says('A1'));
    expect(one.saving.value).toEqual({ state: 'failed', message: 'The photo cannot be kept.' });
    expect(one.label.value).toBeNull();
  });

  it('keeps what has no photo beside its result, with undo; with the photo back, all of it comes along', async () => {
    let beside: Label | null = null;
    const shelf = {
      saved: () => beside,
      save: async (edits: readonly LabelEdit[], at: number) => {
        const made = applyEdits(beside, edits, { sample: '', at, prediction: null });
        beside = made.label;
        return made;
      },
    };
    const one = target(null, { shelf });
    await correct(one, says('S1'));
    await correct(one, says('S2'));
    expect([textOf(beside), one.sample.value, one.saving.value.state]).toEqual([
      'S2',
      null,
      'kept',
    ]);
    expect(canUndo.value).toBe(true);
    undo();
    await vi.waitFor(() => expect(textOf(beside)).toBe('S1'));
    await idle();

    const again = newTarget({ ...one, key: 'again', photo: photo(), shelf }, null, one.label.value);
    await correct(again, [{ kind: 'plate', id: 'p1', value: null }]);
    const log = await savedLog(again.sample.value ?? '');
    expect(
      log.map(({ edits }) => (edits[0]?.kind === 'plate' ? edits[0].value?.text : '?')),
    ).toEqual([...['S1', undefined]]);
  });
});
