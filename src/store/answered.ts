/**
 * Objects that were asked for something. Chromium 156 never answers, neither way, once nothing refers
 * to a bucket any more: an import stood still for good when memory was tidied up at that moment. File
 * handles are built alike.
 */
const asked = new Set<object>();

/** What `from` answers; `from` stays in memory until it has. */
export async function answered<From extends object, T>(
  from: From,
  ask: (from: From) => Promise<T>,
): Promise<T> {
  asked.add(from);
  try {
    return await ask(from);
  } finally {
    asked.delete(from);
  }
}
