/**
 * Stages an import's samples some at a time. A commit that is on disk before it counts takes as long
 * for one photo as for many, and an import is all or nothing anyway. While a batch is written the
 * next one fills, so at most two are held.
 */
import { type IncomingSample, stageSamples } from '../store/imports.ts';

/** A batch is written when it has so many samples or bytes: what is held in memory stays small. */
const FULL = { samples: 200, bytes: 8 * 1024 ** 2 } as const;

export class Stager {
  private batch: IncomingSample[] = [];
  private bytes = 0;
  private writing: Promise<void> = Promise.resolve();
  /** Samples that are new here or come back from the trash, of those written so far. */
  added = 0;
  /** Samples to be taken out of the trash when the import is finished. */
  readonly trashed: string[] = [];

  constructor(private readonly importId: string) {}

  /** What fails in writing comes out of a later call. @throws StoreError */
  async add(incoming: IncomingSample): Promise<void> {
    this.batch.push(incoming);
    const made = incoming.derived.reduce((sum, { made }) => sum + made.bytes.byteLength, 0);
    this.bytes += incoming.bytes.byteLength + incoming.thumb.byteLength + made;
    if (this.batch.length >= FULL.samples || this.bytes >= FULL.bytes) await this.begin();
  }

  /** Writes what is left; call it after the last sample. @throws StoreError */
  async flush(): Promise<void> {
    await this.begin();
    await this.writing;
  }

  /**
   * Resolves once nothing is being written any more, whether or not it went well: what is taken back
   * before that could still get rows that nobody would remove.
   */
  async settled(): Promise<void> {
    await this.writing.catch(() => undefined);
  }

  /** Begins to write the batch, once the one before it is written. */
  private async begin(): Promise<void> {
    await this.writing;
    const { batch } = this;
    this.batch = [];
    this.bytes = 0;
    this.writing = this.write(batch);
    this.writing.catch(() => undefined); // heard by whoever calls next
  }

  private async write(batch: readonly IncomingSample[]): Promise<void> {
    const staged = await stageSamples(this.importId, batch);
    for (const [i, how] of staged.entries()) {
      if (how !== 'here') this.added += 1;
      if (how === 'trashed') this.trashed.push((batch[i] as IncomingSample).sample.id);
    }
  }
}
