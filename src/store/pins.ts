/** Plates a person pinned, by `plateKey`: every new model must read them right. */
import { database } from './open.ts';
import { transact } from './transact.ts';

/** A pin is a person's mark like "ignored", and lies beside those. */
const KIND = 'pinned';

export async function savedPins(): Promise<ReadonlySet<string>> {
  const rows = await (await database()).getAll('ignored', IDBKeyRange.bound([KIND], [KIND, []]));
  return new Set(rows.map(({ subject }) => subject));
}

/** @throws StoreError; nothing is changed then */
export async function savePin(key: string, isPinned: boolean): Promise<void> {
  await transact(['ignored'], async (tx) => {
    const store = tx.objectStore('ignored');
    if (isPinned) await store.put({ kind: KIND, subject: key, at: Date.now() });
    else await store.delete([KIND, key]);
  });
}
