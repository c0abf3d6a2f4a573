/**
 * The part file: what was read so far, a line of JSON a photo, appended and kept until the results
 * are written. A killed process loses at most the photos it was at; a torn last line is cut off.
 */
import { type FileHandle, open, readFile, rename, truncate } from 'node:fs/promises';
import type { PhotoOutcome } from '../../src/core/photoResult.ts';
import type { Shard } from './shard.ts';
import { UsageError } from './usage.ts';

/** What the results depend on; a run can go on, and parts be merged, only under the same. */
export interface RunSettings {
  readonly detector: string;
  readonly reader: string;
  readonly inputSize: number;
  readonly threshold: number;
}

export interface PartHead {
  readonly type: 'platewheel-part';
  readonly version: 1;
  readonly settings: RunSettings;
  readonly shard: Shard | null;
}

export interface PartLine {
  readonly file: string;
  readonly bytes: number;
  /** When the file was last changed, milliseconds since 1970. */
  readonly modified: number;
  readonly outcome: PhotoOutcome;
}

/** Stands at the end of a part whose photos are all read. */
interface PartEnd {
  readonly type: 'end';
  readonly photos: number;
}

export interface Part {
  readonly head: PartHead;
  readonly lines: readonly PartLine[];
  readonly isComplete: boolean;
  /** Length of what is whole, bytes. */
  readonly end: number;
}

/** A part as it lies on disk, or null where there is none. @throws UsageError for another file */
export async function readPart(path: string): Promise<Part | null> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new UsageError(`${path} cannot be read.`);
  }
  let head: PartHead | null = null;
  let isComplete = false;
  let end = 0;
  const lines: PartLine[] = [];
  for (let from = 0; ; ) {
    const to = bytes.indexOf(0x0a, from);
    if (to < 0) break; // what follows was torn off while it was written
    const row = parsed(bytes.toString('utf8', from, to));
    if (row === null) break;
    if (head === null) head = headOf(row, path);
    else if ('type' in row && row.type === 'end') {
      isComplete = row.photos === lines.length;
    } else lines.push(row as PartLine);
    from = to + 1;
    end = from;
  }
  if (head === null) throw new UsageError(`${path} is not a part of Platewheel's results.`);
  return { head, lines, isComplete, end };
}

type Row = PartHead | PartLine | PartEnd;

function parsed(text: string): Row | null {
  try {
    return JSON.parse(text) as Row;
  } catch {
    return null;
  }
}

function headOf(row: Row, path: string): PartHead {
  if ('type' in row && row.type === 'platewheel-part' && row.version === 1) return row;
  throw new UsageError(`${path} is not a part of Platewheel's results.`);
}

/** Whether two parts may stand in one result. */
export const sameSettings = (a: RunSettings, b: RunSettings): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** Appends to a part file. */
export class Journal {
  private constructor(
    private readonly file: FileHandle,
    private readonly path: string,
    private count: number,
  ) {}

  /** Starts a new file, or goes on behind what is whole of one. */
  static async open(path: string, head: PartHead, before: Part | null): Promise<Journal> {
    if (before) await truncate(path, before.end);
    const file = await open(path, before ? 'a' : 'w');
    const journal = new Journal(file, path, before?.lines.length ?? 0);
    if (!before) await file.write(`${JSON.stringify(head)}\n`);
    return journal;
  }

  async add(line: PartLine): Promise<void> {
    await this.file.write(`${JSON.stringify(line)}\n`);
    this.count++;
  }

  /** Ends the part and gives it its name; on disk before it has it. */
  async complete(name: string): Promise<void> {
    const end: PartEnd = { type: 'end', photos: this.count };
    await this.file.write(`${JSON.stringify(end)}\n`);
    await this.close();
    await rename(this.path, name);
  }

  async close(): Promise<void> {
    await this.file.sync();
    await this.file.close();
  }
}
