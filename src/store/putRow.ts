/** Putting a row back where it was. */

/** Puts a value under its key; stores with keys inside their values take no key besides. */
export async function putRow(store: unknown, key: IDBValidKey, value: unknown): Promise<void> {
  const { keyPath, put } = store as IDBObjectStore & {
    put(value: unknown, key?: IDBValidKey): Promise<unknown>;
  };
  await put.call(store, value, ...(keyPath === null ? [key] : []));
}
