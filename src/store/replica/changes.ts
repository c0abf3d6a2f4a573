/** What a transaction writes, noted so that it can be written once more elsewhere. */
import type { StoreName, Write } from '../schema.ts';

export type Change = { readonly store: StoreName } & (
  | { readonly op: 'put'; readonly value: unknown; readonly key: IDBValidKey | undefined }
  | { readonly op: 'delete'; readonly key: IDBValidKey | IDBKeyRange }
  | { readonly op: 'clear' }
);

type Method = (...args: unknown[]) => unknown;

/** The same transaction; its puts, adds, deletes and clears are also added to `into`. */
export function noting<Names extends StoreName[]>(tx: Write<Names>, into: Change[]): Write<Names> {
  return withMethods(tx, {
    objectStore: (name) => notingStore(tx.objectStore(name as never), name as StoreName, into),
  });
}

function notingStore(store: object, name: StoreName, into: Change[]): object {
  const call = (method: string, args: unknown[]) =>
    (store as Record<string, Method>)[method]?.call(store, ...args);
  const put =
    (method: string): Method =>
    (value, key) => {
      into.push({ store: name, op: 'put', value, key: key as IDBValidKey | undefined });
      return call(method, key === undefined ? [value] : [value, key]);
    };
  return withMethods(store, {
    put: put('put'),
    add: put('add'),
    delete: (key) => {
      into.push({ store: name, op: 'delete', key: key as IDBValidKey });
      return call('delete', [key]);
    },
    clear: () => {
      into.push({ store: name, op: 'clear' });
      return call('clear', []);
    },
  });
}

/** `target` with some methods in the place of its own; the others stay bound to it. */
function withMethods<T extends object>(target: T, methods: Readonly<Record<string, Method>>): T {
  return new Proxy(target, {
    get(_, name) {
      const own = methods[String(name)];
      if (own) return own;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
