/** Which database this is and by which seed its splits are drawn; both are made once. */
import { database } from './open.ts';

const KEY = 'identity';

export interface Identity {
  readonly database: string;
  readonly splitSeed: string;
}

/** The identity, made on first use. */
export async function ensureIdentity(): Promise<Identity> {
  const found = await savedIdentity();
  if (found) return found;
  const db = await database();
  const tx = db.transaction('settings', 'readwrite', { durability: 'strict' });
  const raced = (await tx.store.get(KEY)) as Identity | undefined;
  const identity = raced ?? { database: randomId(), splitSeed: randomId() };
  if (!raced) await tx.store.put(identity, KEY);
  await tx.done;
  return identity;
}

/** The identity, or null for a database in which nothing was ever kept. */
export async function savedIdentity(): Promise<Identity | null> {
  return ((await (await database()).get('settings', KEY)) as Identity | undefined) ?? null;
}

/** Not `crypto.randomUUID`: it is missing on insecure origins. */
export function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) =>
    b.toString(16).padStart(2, '0'),
  ).join('');
}
