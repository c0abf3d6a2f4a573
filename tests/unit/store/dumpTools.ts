/** Databases filled and read row by row. */

import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { putRow } from '../../../src/store/putRow.ts';
import { type Connection, STORE_NAMES, type StoreName } from '../../../src/store/schema.ts';
import { transact } from '../../../src/store/transact.ts';
import type { Rows } from './rows.ts';

/** Writes rows of every store in one transaction. */
export async function fill(rows: Rows): Promise<void> {
  await transact([...STORE_NAMES], async (tx) => {
    for (const name of STORE_NAMES) {
      for (const { key, value } of rows[name]) await putRow(tx.objectStore(name), key, value);
    }
  });
}

/** Every row of every store, binary values as what they are and their hash. */
export async function dump(db: Connection): Promise<Record<string, unknown[]>> {
  const all: Record<string, unknown[]> = {};
  for (const name of [...db.objectStoreNames] as StoreName[]) {
    const [keys, values] = [await db.getAllKeys(name), await db.getAll(name)];
    const rows: unknown[] = [];
    for (const [i, key] of keys.entries()) {
      if (key !== 'stamp') rows.push([JSON.stringify(key), await plain(values[i])]);
    }
    all[name] = rows;
  }
  return all;
}

async function plain(value: unknown): Promise<unknown> {
  if (value instanceof Blob) {
    return `Blob ${value.type} ${hash(new Uint8Array(await value.arrayBuffer()))}`;
  }
  if (value instanceof ArrayBuffer) return `ArrayBuffer ${hash(new Uint8Array(value))}`;
  if (ArrayBuffer.isView(value)) {
    const { buffer, byteOffset, byteLength } = value;
    return `${value.constructor.name} ${hash(new Uint8Array(buffer, byteOffset, byteLength))}`;
  }
  if (Array.isArray(value)) return Promise.all(value.map(plain));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Promise.all(entries.map(async ([k, v]) => [k, await plain(v)]));
}

const hash = (bytes: Uint8Array) => createHash('sha256').update(Buffer.from(bytes)).digest('hex');
