/** Every text file of an import to the reader that knows its format. */
import { type CsvRow, parseCsv } from '../csv.ts';
import type { SourceFile, Statement } from '../import/statement.ts';
import { parseXml, type XmlElement, XmlError } from '../xml.ts';
import { readCoco, readCocoResults } from './coco.ts';
import { readCvat } from './cvat.ts';
import { readDatumaro } from './datumaro.ts';
import { readLabelme } from './labelme.ts';
import { readLabelStudio } from './labelStudio.ts';
import { readClassDescriptions, readOpenImages } from './openImages.ts';
import { readPlainText } from './plainText.ts';
import type { JsonReader, ReadContext } from './reader.ts';
import { readTable } from './table.ts';
import { readVia, readViaTable } from './via.ts';
import { readVoc } from './voc.ts';
import { readYolo } from './yolo.ts';

export interface ReadSources {
  readonly statements: readonly Statement[];
  /** Paths of files that no reader knows. */
  readonly unclaimed: readonly string[];
}

const JSON_READERS: readonly JsonReader[] = [
  readCoco,
  readDatumaro,
  readLabelme,
  readLabelStudio,
  readVia,
  readCocoResults,
];

export function readSources(sources: readonly SourceFile[], context: ReadContext): ReadSources {
  const statements: Statement[] = [];
  const unclaimed: string[] = [];
  const texts: SourceFile[] = [];
  const tables: { path: string; rows: readonly CsvRow[] }[] = [];
  const take = (path: string, found: readonly Statement[] | null) => {
    if (found) statements.push(...found);
    else unclaimed.push(path);
  };
  for (const source of sources) {
    const { path, text } = source;
    if (/\.json$/i.test(path)) take(path, fromJson(source, context));
    else if (/\.xml$/i.test(path)) take(path, fromXml(source, context));
    else if (/\.[ct]sv$/i.test(path)) tables.push({ path, rows: parseCsv(text) });
    else if (/\.txt$/i.test(path)) texts.push(source);
    else unclaimed.push(path);
  }
  const descriptions = new Map(
    tables.flatMap(({ rows }) => [...(readClassDescriptions(rows) ?? [])]),
  );
  for (const { path, rows } of tables) {
    if (readClassDescriptions(rows)) continue;
    const found =
      readOpenImages(rows, path, context, descriptions) ??
      readViaTable(rows, path, context) ??
      readTable(rows, path, context);
    take(path, found);
  }
  const lines: SourceFile[] = [];
  for (const source of texts) {
    const found = readPlainText(source, context);
    if (found) statements.push(found);
    else lines.push(source);
  }
  const yolo = readYolo(lines, context);
  return {
    statements: [...statements, ...yolo.statements],
    unclaimed: [...unclaimed, ...yolo.others],
  };
}

function fromJson({ path, text }: SourceFile, context: ReadContext): readonly Statement[] | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    context.notes.add(path, 'The file is no JSON; it is left out.');
    return [];
  }
  for (const read of JSON_READERS) {
    const found = read(json, path, context);
    if (found) return found;
  }
  return null;
}

function fromXml({ path, text }: SourceFile, context: ReadContext): readonly Statement[] | null {
  let root: XmlElement;
  try {
    root = parseXml(text);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    context.notes.add(path, `The file is left out: ${error.message}.`);
    return [];
  }
  return readVoc(root, path, context) ?? readCvat(root, path, context);
}
