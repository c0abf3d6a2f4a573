/** Asking the browser not to clear by itself what is kept. */

/** Asks the browser to keep this for good. Its answer: yes, no, or null where it cannot be asked. */
export async function askPersistence(): Promise<boolean | null> {
  return (await navigator.storage?.persist?.().catch(() => null)) ?? null;
}

/** Whether it promised that already. */
export async function isPersisted(): Promise<boolean> {
  return (await navigator.storage?.persisted?.().catch(() => false)) ?? false;
}
