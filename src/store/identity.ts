/** Which database this is and by which seed its splits are drawn; both are made once. */

import { database } from './open.ts';
import { IDENTITY } from './replica/version.ts';
import { transact } from './transact.ts';

export interface Identity {
  readonly database: string;
  readonly splitSeed: string;
}

/** The identity, made on first use. */
export async function ensureIdentity(): Promise<Identity> {
  const found = await savedIdentity();
  if (found) return found;
  return transact(['settings'], async (tx) => {
    const settings = tx.objectStore('settings');
    const raced = (await settings.get(IDENTITY)) as Identity | undefined;
    const identity = raced ?? { database: randomId(), splitSeed: randomId() };
    if (!raced) await settings.put(identity, IDENTITY);
    return identity;
  });
}

/** The identity, or null for a database in which nothing was ever kept. */
export async function savedIdentity(): Promise<Identity | null> {
  return ((await (await database()).get('settings', IDENTITY)) as Identity | undefined) ?? null;
}

/** Not `crypto.randomUUID`: it is missing on insecure origins. */
export function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) =>
    b.toString(16).padStart(2, '0'),
  ).join('');
}
