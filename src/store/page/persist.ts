/** Asks the browser to keep this for good. Its answer: yes, no, or null where it cannot be asked. */
export async function askPersistence(): Promise<boolean | null> {
  return (await navigator.storage?.persist?.().catch(() => null)) ?? null;
}
