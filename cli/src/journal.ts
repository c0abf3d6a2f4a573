/**
 * The part file: what was read so far, a line of JSON a photo, appended and kept until the results
 * are written. A killed process loses at most the photos it was at; a torn last line is cut off.
 */
import { type FileHandle, open, rename, truncate } from 'node:fs/promises';
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

/** Which photo a line is of and where it lies; its outcome stays on disk, as there may be millions. */
export interface PlacedLine {
  readonly file: string;
  readonly bytes: number;
  readonly modified: number;
  readonly isFailed: boolean;
  /** The part file, and the line's bytes in it. */
  readonly part: string;
  readonly from: number;
  readonly length: number;
}

/** Stands at the end of a part whose photos are all read. */
interface PartEnd {
  readonly type: 'end';
  readonly photos: number;
}

export interface Part {
  readonly head: PartHead;
  readonly lines: readonly PlacedLine[];
  readonly isComplete: boolean;
  /** Length of what is whole, bytes. */
  readonly end: number;
}

/** A part as it lies on disk, or null where there is none. @throws UsageError for another file */
export async function readPart(path: string): Promise<Part | null> {
  let source: FileHandle;
  try {
    source = await open(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new UsageError(`${path} cannot be read.`);
  }
  let head: PartHead | null = null;
  let isComplete = false;
  let end = 0;
  const lines: PlacedLine[] = [];
  // What follows the last whole line was torn off while it was written.
  for await (const line of wholeLines(source)) {
    const row = parsed(line.toString('utf8'));
    if (row === null) break;
    if (head === null) head = headOf(row, path);
    else if ('type' in row && row.type === 'end') isComplete = row.photos === lines.length;
    else lines.push(placed(row as PartLine, path, end, line.length));
    end += line.length + 1;
  }
  if (head === null) throw new UsageError(`${path} is not a part of Platewheel's results.`);
  return { head, lines, isComplete, end };
}

/** The lines that end, without their ends; the file is closed afterwards. */
async function* wholeLines(source: FileHandle): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const chunk of source.createReadStream()) {
    const bytes = Buffer.concat([rest, chunk as Buffer]);
    let from = 0;
    for (let to = bytes.indexOf(0x0a); to >= 0; to = bytes.indexOf(0x0a, from)) {
      yield bytes.subarray(from, to);
      from = to + 1;
    }
    rest = bytes.subarray(from);
  }
}

function placed(
  { file, bytes, modified, outcome }: PartLine,
  part: string,
  from: number,
  length: number,
): PlacedLine {
  return { file, bytes, modified, isFailed: outcome.kind === 'failed', part, from, length };
}

/** The lines themselves, in the same order; one part is open at a time, as there may be thousands. */
export async function readLines(lines: readonly PlacedLine[]): Promise<PartLine[]> {
  const byPart = new Map<string, PlacedLine[]>();
  for (const line of lines) {
    const list = byPart.get(line.part);
    if (list) list.push(line);
    else byPart.set(line.part, [line]);
  }
  const found = new Map<PlacedLine, PartLine>();
  for (const [part, wanted] of byPart) {
    const source = await open(part);
    for (const line of wanted) {
      const text = Buffer.alloc(line.length);
      await source.read(text, 0, line.length, line.from);
      found.set(line, JSON.parse(text.toString('utf8')) as PartLine);
    }
    await source.close();
  }
  return lines.map((line) => found.get(line) as PartLine);
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
    private end: number,
  ) {}

  /** Starts a new file, or goes on behind what is whole of one. */
  static async open(path: string, head: PartHead, before: Part | null): Promise<Journal> {
    if (before) await truncate(path, before.end);
    const file = await open(path, before ? 'a' : 'w');
    const journal = new Journal(file, path, before?.lines.length ?? 0, before?.end ?? 0);
    if (!before) await journal.write(head);
    return journal;
  }

  async add(line: PartLine): Promise<PlacedLine> {
    const from = this.end;
    await this.write(line);
    this.count++;
    return placed(line, this.path, from, this.end - from - 1);
  }

  private async write(row: PartHead | PartLine | PartEnd): Promise<void> {
    const bytes = Buffer.from(`${JSON.stringify(row)}\n`);
    await this.file.writeFile(bytes);
    this.end += bytes.length;
  }

  /** Ends the part and gives it its name; on disk before it has it. */
  async complete(name: string): Promise<void> {
    const end: PartEnd = { type: 'end', photos: this.count };
    await this.write(end);
    await this.close();
    await rename(this.path, name);
  }

  async close(): Promise<void> {
    await this.file.sync();
    await this.file.close();
  }
}
