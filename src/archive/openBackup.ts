/** Reading a backup without keeping anything: its rows, its files, and what of it is missing. */
import type { ManifestFile } from '../core/dataset/manifest.ts';
import { withBinary } from '../store/binaryParts.ts';
import type { Row } from '../store/dump.ts';
import { sha256Hex } from '../store/hash.ts';
import { DATABASE_VERSION } from '../store/migrations.ts';
import { isStoreName, rulesOf, type StoreName, sampleOf } from '../store/schema.ts';
import { BACKUP_TYPE, BACKUP_VERSION } from './backup.ts';
import { ArchiveError } from './job.ts';
import type { InFile } from './zipReader.ts';

const MAX_JSON_BYTES = 1024 ** 3;
const MAX_BINARY_BYTES = 1024 ** 3;
const STORE_FILE = /^stores\/(\w+)\.jsonl$/;

/** A backup that was opened and understood, but not yet taken. */
export interface OpenBackup {
  readonly rows: ReadonlyMap<StoreName, readonly Row[]>;
  readonly files: ReadonlyMap<string, InFile>;
  /** When what it holds was read, ms since 1970; null where it does not say. */
  readonly takenAt: number | null;
  /** What should be in it and is not, or is not as it was written; sentences. */
  readonly missing: readonly string[];
  /** The person wants what is whole all the same. */
  readonly partial: boolean;
}

/** The backup in these files, or null when they are none. @throws ArchiveError, ZipError */
export async function openBackup(files: readonly InFile[]): Promise<OpenBackup | null> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const head = byPath.get('backup.json');
  if (!head) return null;
  const about = parseJson(await text(head), 'backup.json') as Record<string, unknown>;
  if (about.type !== BACKUP_TYPE) return null;
  if (Number(about.version) > BACKUP_VERSION || Number(about.database) > DATABASE_VERSION) {
    throw new ArchiveError(
      'unsupported',
      'This backup was written by a newer version of Platewheel. Reload the page to get that version, then try again.',
    );
  }
  const rows = new Map<StoreName, readonly Row[]>();
  const hashes = new Map<string, string>();
  for (const file of files) {
    const name = STORE_FILE.exec(file.path)?.[1] ?? '';
    if (!isStoreName(name)) continue;
    const bytes = await file.read(MAX_JSON_BYTES);
    hashes.set(file.path, await sha256Hex(bytes));
    const lines = new TextDecoder()
      .decode(bytes)
      .split('\n')
      .filter((line) => line !== '');
    rows.set(
      name,
      lines.map((line, i) => rowOf(name, line, `${file.path}, line ${i + 1}`)),
    );
  }
  const missing = [
    ...missingRows(about.counts, rows),
    ...(await missingFiles(byPath, hashes)),
    ...missingParts(rows),
  ];
  const takenAt = Number.isFinite(about.takenAt) ? Number(about.takenAt) : null;
  return { rows, files: byPath, takenAt, missing, partial: false };
}

/** Stores with fewer rows than `backup.json` says. */
function missingRows(counts: unknown, rows: OpenBackup['rows']): string[] {
  if (typeof counts !== 'object' || counts === null)
    return ['How much it should hold is not said.'];
  return Object.entries(counts).flatMap(([name, count]) => {
    const found = isStoreName(name) ? (rows.get(name)?.length ?? 0) : Number(count);
    return found === count ? [] : [`Of ${NAMES[name] ?? name}, ${found} of ${count} are here.`];
  });
}

/** For people; other stores go by their own names. */
const NAMES: Readonly<Record<string, string>> = {
  samples: 'the samples',
  labels: 'the labels',
  log: 'the history of changes',
  predictions: 'the readings',
  groups: 'the groups',
  splits: 'the splits',
};

/**
 * Files of the manifest that are not here, or not as they were. Rows are compared by hash; photos by
 * length for now, and by hash before they are shown.
 */
async function missingFiles(
  files: OpenBackup['files'],
  hashes: ReadonlyMap<string, string>,
): Promise<string[]> {
  const manifest = files.get('manifest.json');
  if (!manifest) return ['The list of its files (manifest.json) is missing.'];
  const { files: listed } = parseJson(await text(manifest), 'manifest.json') as {
    readonly files?: readonly ManifestFile[];
  };
  if (!Array.isArray(listed)) return ['The list of its files (manifest.json) is damaged.'];
  const wrong = (listed as readonly ManifestFile[]).filter(({ path, bytes, sha256 }) => {
    if (files.get(path)?.bytes !== bytes) return true;
    return hashes.has(path) && hashes.get(path) !== sha256;
  });
  const shown = wrong.slice(0, 20).map(({ path }) => {
    return files.has(path) ? `${path} is not as it was written.` : `${path} is missing.`;
  });
  const more = wrong.length - shown.length;
  return more > 0 ? [...shown, `And ${more} more files.`] : shown;
}

/** Rows that name what is not there: what was cut away with its count and its hash. */
function missingParts(rows: OpenBackup['rows']): string[] {
  const of = (name: StoreName) => rows.get(name) ?? [];
  const samples = new Set(of('samples').map(({ key }) => String(key)));
  const groups = new Set(of('groups').map(({ key }) => String(key)));
  const lonely = of('labels').filter(({ key }) => !samples.has(String(key))).length;
  const loose = of('splits').filter(
    ({ value }) => !groups.has((value as { group: string }).group),
  ).length;
  return [
    ...(lonely > 0 ? [`${lonely} labels are of photos that are not in it.`] : []),
    ...(loose > 0 ? [`${loose} photos are in groups that are not in it.`] : []),
  ];
}

function rowOf(store: StoreName, line: string, where: string): Row {
  const row = parseJson(line, where) as Partial<Row> | null;
  const { check, perSample, heavy } = rulesOf(store);
  if (row?.key === undefined || !check(row.value)) throw damaged(`${where} is no row`);
  const owner = (row.value as { sample?: unknown } | null)?.sample;
  // Else it would be put where another sample's label lies.
  if (perSample && !heavy && owner !== undefined && owner !== sampleOf(row.key)) {
    throw damaged(`${where} belongs to another sample`);
  }
  return row as Row;
}

export const rowsOf = (backup: OpenBackup, store: StoreName) => backup.rows.get(store) ?? [];

/** A row's value with its binary parts. */
export function revive(value: unknown, { files }: OpenBackup): Promise<unknown> {
  return withBinary(value, async (path) => {
    const file = files.get(path);
    if (!file) throw damaged(`the file ${path} is missing`);
    return file.read(MAX_BINARY_BYTES);
  });
}

async function text(file: InFile): Promise<string> {
  return new TextDecoder().decode(await file.read(MAX_JSON_BYTES));
}

function parseJson(json: string, where: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw damaged(`${where} is no JSON`);
  }
}

export const damaged = (what: string) =>
  new ArchiveError(
    'damaged',
    `This backup is damaged: ${what}. Nothing of it was taken. Use another copy.`,
  );
