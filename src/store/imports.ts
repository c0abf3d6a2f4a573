/**
 * Imports: samples are written under the import's id where no screen sees them, and become
 * visible all at once by one small transaction. What was interrupted is cleaned up at the next start.
 */
import type { Label, LogEntry, Prediction, Sample, Split } from '../core/dataset/types.ts';
import { announceDataChange } from './changes.ts';
import { addRow, type Row } from './dump.ts';
import { askedSplit, Placement, placesSample } from './groups.ts';
import { ensureIdentity, randomId } from './identity.ts';
import { type IncomingLabel, putIncomingLabel, takeLabelBack } from './importLabels.ts';
import { ifImportLockIsFree, withImportLock } from './importLock.ts';
import { loadNearDuplicates } from './nearDuplicates.ts';
import { database } from './open.ts';
import { dropOrphans } from './orphans.ts';
import { putRow } from './putRow.ts';
import { type DerivedRecord, type ImportRecord, type ImportRow, toRecord } from './records.ts';
import { REMOVAL_STORES, removeSample } from './remove.ts';
import { keysBelow, type StoreName, type Write } from './schema.ts';
import { StoreError } from './storeError.ts';
import { type KeptSplits, keepStrictest } from './strictSplits.ts';
import { transact } from './transact.ts';

/** A sample as an import brings it. */
export interface IncomingSample {
  readonly sample: Sample;
  readonly bytes: ArrayBuffer;
  readonly thumb: ArrayBuffer;
  readonly predictions: readonly Prediction[];
  readonly label: Label | null;
  readonly log: readonly LogEntry[];
  readonly derived: readonly { readonly what: string; readonly made: DerivedRecord }[];
  /** Rows of other stores that belong to it, as a backup has them. */
  readonly more?: ReadonlyMap<StoreName, readonly Row[]>;
  readonly split: Split | null;
}

/** What a backup brings besides its samples. */
export interface Besides extends KeptSplits {
  readonly rows: ReadonlyMap<StoreName, readonly Row[]>;
}

const NOTHING: Besides = { rows: new Map(), splits: new Map(), groups: [] };

/** Samples placed in one transaction, which others wait for. */
const PLACED_AT_ONCE = 500;

export async function beginImport(name: string, format: string, at: number): Promise<string> {
  const id = randomId();
  const record: ImportRecord = { id, name, format, startedAt: at, state: 'staging' };
  await transact(['imports'], (tx) => tx.objectStore('imports').put(record));
  return id;
}

/**
 * Writes samples that nobody sees yet, in one transaction. Of each it says what became of it: `here`
 * already, and left as it is; `trashed`, it was deleted and is to be brought back when the import is
 * finished; else `staged`.
 */
export async function stageSamples(
  importId: string,
  incoming: readonly IncomingSample[],
): Promise<('staged' | 'here' | 'trashed')[]> {
  const bytes = incoming.reduce((sum, one) => sum + one.bytes.byteLength, 0);
  return transact(
    [...REMOVAL_STORES, 'imports'],
    async (tx) => {
      const record = await tx.objectStore('imports').get(importId);
      // Everything was wiped meanwhile: what came now would be half an import.
      if (record?.state !== 'staging') throw new StoreError('gone');
      const samples = tx.objectStore('samples');
      const trash = tx.objectStore('trash');
      // Asked and written all at once: a request after the other would be a round to another process each.
      const there = await Promise.all(
        incoming.map(async ({ sample: { id } }) => {
          const [kept, trashed] = await Promise.all([samples.getKey(id), trash.getKey(id)]);
          return kept === undefined ? null : trashed === undefined ? 'here' : 'trashed';
        }),
      );
      const seen = new Set<string>();
      const writes: Promise<unknown>[] = [];
      const outcomes = incoming.map((one, i) => {
        const twice = seen.has(one.sample.id);
        seen.add(one.sample.id);
        const how = twice ? 'here' : (there[i] ?? 'staged');
        if (how === 'staged') writes.push(...stagedRows(tx, importId, one));
        return how;
      });
      await Promise.all(writes);
      return outcomes;
    },
    { bytes },
  );
}

/** Writes a sample's rows. @returns the requests, which the transaction waits for */
function stagedRows(
  tx: Write<StoreName[]>,
  importId: string,
  { sample, label, bytes, thumb, split, ...rest }: IncomingSample,
): Promise<unknown>[] {
  const { id } = sample;
  const row: ImportRow = { import: importId, sample: id, revision: label?.revision ?? 0, split };
  const put = (store: StoreName, value: unknown, ...key: IDBValidKey[]) =>
    (tx.objectStore(store) as unknown as IDBObjectStore).put(
      value,
      ...key,
    ) as unknown as Promise<unknown>;
  return [
    put('importRows', row),
    put('samples', toRecord(sample)),
    put('blobs', bytes, id),
    put('thumbs', thumb, id),
    ...rest.predictions.map((prediction) => put('predictions', prediction)),
    ...rest.derived.map(({ what, made }) => put('derived', made, [id, what])),
    ...(label ? [put('labels', label)] : []),
    ...rest.log.map((entry) => put('log', entry)),
    ...[...(rest.more ?? [])].flatMap(([name, rows]) =>
      rows.map(({ key, value }) => putRow(tx.objectStore(name), key, value)),
    ),
  ];
}

/**
 * Shows what was staged, and what of it lay in the trash, then places it in splits. Once it is shown
 * it is kept: what goes wrong later is put right by `settleImports`.
 * @param besides of a backup: rows of no sample that are added where they are missing, and its splits
 * @param labels for samples that are here already
 */
export async function finishImport(
  id: string,
  trashed: readonly string[] = [],
  besides: Besides = NOTHING,
  labels: readonly IncomingLabel[] = [],
): Promise<void> {
  const own: StoreName[] = ['imports', 'importRows', 'labels', 'log', 'samples', 'trash'];
  const stores = [
    ...new Set([...own, 'splits' as const, 'groups' as const, ...besides.rows.keys()]),
  ];
  await transact(stores, async (tx) => {
    const record = await tx.objectStore('imports').get(id);
    if (!record) throw new StoreError('gone');
    if (record.state !== 'staging') return;
    await tx.objectStore('imports').put({ ...record, state: 'visible' });
    for (const sample of trashed) {
      // Brought back by someone meanwhile, it is theirs.
      if ((await tx.objectStore('trash').getKey(sample)) === undefined) continue;
      await tx.objectStore('trash').delete(sample);
      const revision = (await tx.objectStore('labels').get(sample))?.revision ?? 0;
      const row: ImportRow = { import: id, sample, revision, split: null, revived: true };
      await tx.objectStore('importRows').put(row);
    }
    if (besides !== NOTHING) await keepStrictest(tx, id, besides);
    for (const [name, rows] of besides.rows) {
      for (const row of rows) await addRow(tx.objectStore(name), row);
    }
    for (const label of labels) await putIncomingLabel(tx as never, id, label);
  });
  announceDataChange('all');
  await assignImportedSplits(id).catch(() => undefined); // `settleImports` goes on with it
  announceDataChange('all');
}

async function assignImportedSplits(id: string): Promise<void> {
  const { splitSeed } = await ensureIdentity();
  const rows = await (await database()).getAll('importRows', keysBelow(id));
  for (let at = 0; at < rows.length; at += PLACED_AT_ONCE) {
    await transact(['samples', 'labels', 'groups', 'splits', 'importRows'], async (tx) => {
      const placement = new Placement(
        tx as never,
        await loadNearDuplicates(tx as never),
        splitSeed,
      );
      const part = rows.slice(at, at + PLACED_AT_ONCE).map(async ({ sample: id }) => {
        const [sample, label, asked] = await Promise.all([
          tx.objectStore('samples').get(id),
          tx.objectStore('labels').get(id),
          askedSplit(tx as never, id),
        ]);
        return { sample, label, asked };
      });
      for (const { sample, label, asked } of await Promise.all(part)) {
        if (!sample || !label || !placesSample(label)) continue;
        await placement.place(sample, label, { asked, isNew: true });
      }
      await placement.end();
    });
  }
  await transact(['imports'], async (tx) => {
    const record = await tx.objectStore('imports').get(id);
    if (record) await tx.objectStore('imports').put({ ...record, state: 'done' });
  });
}

/** Takes an import back before anyone saw it; one that is shown already stays. */
export async function abortImport(id: string): Promise<void> {
  const record = await (await database()).get('imports', id);
  if (record && record.state !== 'staging') return;
  await removeRows(id, () => true);
  await transact(['imports'], (tx) => tx.objectStore('imports').delete(id), { frees: true });
}

/** What undoing an import did. */
export interface UndoneImport {
  readonly removed: number;
  /** Samples that were here before and lost only the label the import brought. */
  readonly labels: number;
  /** Samples that stay because they were labelled since. */
  readonly kept: number;
}

/** Removes what an import brought, but for samples labelled since. */
export function undoImport(id: string): Promise<UndoneImport> {
  // A backup under way may need what goes: it is waited for.
  return withImportLock(() => undoNow(id));
}

async function undoNow(id: string): Promise<UndoneImport> {
  const undone = await removeRows(id, (row, revision) => revision === row.revision);
  await transact(
    ['imports', 'importRows'],
    async (tx) => {
      await tx.objectStore('importRows').delete(keysBelow(id));
      await tx.objectStore('imports').delete(id);
    },
    { frees: true },
  );
  announceDataChange('all');
  return undone;
}

async function removeRows(
  id: string,
  isUntouched: (row: ImportRow, revision: number) => boolean,
): Promise<UndoneImport> {
  const rows = await (await database()).getAll('importRows', keysBelow(id));
  let [removed, labels] = [0, 0];
  for (let at = 0; at < rows.length; at += 50) {
    const done = await transact(
      REMOVAL_STORES,
      async (tx) => {
        let [count, labels] = [0, 0]; // anew where the work runs twice
        for (const row of rows.slice(at, at + 50)) {
          const label = await tx.objectStore('labels').get(row.sample);
          // The row goes when a person takes a sample over; it is asked for again inside.
          const still = await tx.objectStore('importRows').getKey([id, row.sample]);
          if (!still || !isUntouched(row, label?.revision ?? 0)) continue;
          // What lay in the trash before lies there again, with what was ever said of it.
          if (row.labelled) await takeLabelBack(tx as never, row, Date.now());
          if (row.revived) await tx.objectStore('trash').put(Date.now(), row.sample);
          else if (!row.labelled) await removeSample(tx, row.sample);
          await tx.objectStore('importRows').delete([id, row.sample]);
          if (row.labelled && !row.revived) labels += 1;
          else count += 1;
        }
        return { count, labels };
      },
      { frees: true },
    );
    removed += done.count;
    labels += done.labels;
  }
  return { removed, labels, kept: rows.length - removed - labels };
}

export async function savedImports(): Promise<ImportRecord[]> {
  const imports = await (await database()).getAll('imports');
  return imports.sort((a, b) => b.startedAt - a.startedAt);
}

/** Finishes or cleans up what a closed or crashed tab left; returns how many were cleaned up. */
export function settleImports(): Promise<number> {
  return ifImportLockIsFree(async () => {
    let cleaned = 0;
    for (const { id, state } of await savedImports()) {
      if (state === 'visible') await assignImportedSplits(id);
      if (state !== 'staging') continue;
      await abortImport(id);
      cleaned += 1;
    }
    if (cleaned > 0) await dropOrphans();
    return cleaned;
  });
}
