import { describe, expect, it } from 'vitest';
import { lastComparison } from '../../../../src/ui/models/lastComparison.ts';

const card = (plateClasses?: readonly number[]) => ({ id: 'mine', plateClasses }) as never;
const model = (plateClasses?: readonly number[]) =>
  ({ sha256: 'a', task: 'detector', card: card(plateClasses) }) as const;
const kept = (id: string, classes?: readonly number[]) =>
  ({ id, model: 'a', task: 'detector', candidate: { detector: 'mine' }, classes }) as never;

describe('the verdict that holds for a model', () => {
  it('is the newest of it', () => {
    expect(lastComparison(model(), [kept('new'), kept('old')])?.id).toBe('new');
    expect(lastComparison({ ...model(), sha256: 'b' }, [kept('new')])).toBeNull();
    expect(lastComparison({ ...model(), task: 'reader' }, [kept('new')])).toBeNull();
  });

  it('goes with the classes it was given for, and comes back with them', () => {
    const accepted = [kept('car', [1])];
    expect(lastComparison(model([1]), accepted)?.id).toBe('car');
    for (const other of [undefined, [], [0], [0, 1]]) {
      expect(lastComparison(model(other), accepted)).toBeNull();
    }
    expect(lastComparison(model([1, 0]), [kept('x'), kept('both', [0, 1])])?.id).toBe('both');
  });

  it('holds for a reader, which has no classes, and for comparisons kept without any', () => {
    expect(lastComparison(model(), [kept('old')])?.id).toBe('old');
    expect(lastComparison(model([0]), [kept('old')])).toBeNull();
  });
});
