/**
 * Stages an import's samples some at a time. A commit that is on disk before it counts takes as long
 * for one photo as for many, and an import is all or nothing anyway.
 */
import { type IncomingSample, stageSamples } from '../store/imports.ts';

/** A batch is written when it has so many samples or bytes: what is held in memory stays small. */
const FULL = { samples: 50, bytes: 8 * 1024 ** 2 } as const;

export class Stager {
  private batch: IncomingSample[] = [];
  private bytes = 0;
  /** Samples that are new here or come back from the trash, of those written so far. */
  added = 0;
  /** Samples to be taken out of the trash when the import is finished. */
  readonly trashed: string[] = [];

  constructor(private readonly importId: string) {}

  /** @throws StoreError */
  async add(incoming: IncomingSample): Promise<void> {
    this.batch.push(incoming);
    const made = incoming.derived.reduce((sum, { made }) => sum + made.bytes.byteLength, 0);
    this.bytes += incoming.bytes.byteLength + incoming.thumb.byteLength + made;
    if (this.batch.length >= FULL.samples || this.bytes >= FULL.bytes) await this.flush();
  }

  /** Writes what is left; call it after the last sample. @throws StoreError */
  async flush(): Promise<void> {
    const { batch } = this;
    this.batch = [];
    this.bytes = 0;
    const staged = await stageSamples(this.importId, batch);
    for (const [i, how] of staged.entries()) {
      if (how !== 'here') this.added += 1;
      if (how === 'trashed') this.trashed.push((batch[i] as IncomingSample).sample.id);
    }
  }
}
