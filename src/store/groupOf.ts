/** Which group each labelled sample belongs to. */
import { database } from './open.ts';

export async function savedGroupOf(): Promise<ReadonlyMap<string, string>> {
  const rows = await (await database()).getAll('splits');
  return new Map(rows.map(({ sample, group }) => [sample, group]));
}
