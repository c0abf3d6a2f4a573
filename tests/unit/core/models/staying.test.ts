import { describe, expect, it } from 'vitest';
import { staying } from '../../../../src/core/models/staying.ts';

const OLD = { id: 'reader-v5', sha256: 'five' };
const IN_USE = { detector: null, reader: null, before: [], shipped: { reader: OLD } };
const brings = (reader: string) => (task: string) => (task === 'reader' ? reader : 'detector-v3');

describe('a new version of the app', () => {
  it('changes nothing while the same models ship', () => {
    const { active, stayed } = staying(IN_USE, brings('reader-v5'), new Set(['five']));
    expect(active).toBe(IN_USE);
    expect(stayed).toEqual([]);
  });

  it('leaves the model in use that was, and asks once', () => {
    const { active, stayed } = staying(IN_USE, brings('reader-v6'), new Set(['five']));
    expect(active).toMatchObject({ detector: null, reader: 'five' });
    expect(stayed).toEqual(['reader']);
    const again = staying(active, brings('reader-v6'), new Set(['five']));
    expect(again.active).toBe(active);
    expect(again.stayed).toEqual([]);
  });

  it('goes back to the models that were, not to the new ones', () => {
    const own = { ...IN_USE, reader: 'own', before: [{ detector: null, reader: null }] };
    const { active, stayed } = staying(own, brings('reader-v6'), new Set(['five']));
    expect(active.reader).toBe('own');
    expect(active.before).toEqual([{ detector: null, reader: 'five' }]);
    expect(stayed).toEqual([]);
  });

  it('takes what ships where the earlier one was not kept', () => {
    const { active, stayed } = staying(IN_USE, brings('reader-v6'), new Set());
    expect(active.reader).toBeNull();
    expect(stayed).toEqual([]);
  });
});
