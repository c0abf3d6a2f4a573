/** What this device taught us about running the models; kept in localStorage, which workers lack. */
import type { EngineInfo, EngineSettings } from '../../core/engine.ts';

const KEY = 'platewheel.device';
/** Raised when the runtime changes so much that old timings mislead. */
const VERSION = 'ort-1.30';

type Choice = NonNullable<EngineSettings['remembered']>[number];

export interface DeviceMemory {
  /** What to add to the settings of a start. */
  recall(): Pick<EngineSettings, 'remembered' | 'threads'>;
  /** Keeps the faster backend of each model that was timed on both. */
  rememberBackends(info: EngineInfo): void;
  /** No model is started on the GPU because it was the faster one. */
  forgetGpu(): void;
  /** Limits threads from now on; null takes the limit back. */
  useThreads(threads: number | null): void;
}

interface Stored {
  readonly version: string;
  readonly remembered: readonly Choice[];
  readonly threads: number | null;
}

const NOTHING: Stored = { version: VERSION, remembered: [], threads: null };

/** Memory in localStorage; where that is blocked, for this visit only. */
export function localDeviceMemory(storage: Storage | null = safeStorage()): DeviceMemory {
  let stored = read(storage);
  const write = (change: Partial<Stored>) => {
    stored = { ...stored, ...change };
    try {
      storage?.setItem(KEY, JSON.stringify(stored));
    } catch {
      // full or blocked: what was learnt holds for this visit
    }
  };
  return {
    recall: () => ({
      remembered: stored.remembered,
      ...(stored.threads === null ? {} : { threads: stored.threads }),
    }),
    rememberBackends({ detector, reader, timings }) {
      const choices = [detector, reader].flatMap(({ id, backend }): Choice[] => {
        const tried = new Set(timings.filter((t) => t.model === id).map((t) => t.backend));
        return tried.size > 1 ? [{ model: id, backend }] : [];
      });
      const others = stored.remembered.filter((old) => choices.every((c) => c.model !== old.model));
      if (choices.length > 0) write({ remembered: [...others, ...choices] });
    },
    forgetGpu: () =>
      write({
        remembered: stored.remembered.map((choice) => ({ ...choice, backend: 'wasm' as const })),
      }),
    useThreads: (threads) => write({ threads }),
  };
}

function safeStorage(): Storage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null; // storage blocked by the browser's settings
  }
}

function read(storage: Storage | null): Stored {
  try {
    const value = JSON.parse(storage?.getItem(KEY) ?? 'null') as Stored | null;
    return value?.version === VERSION && Array.isArray(value.remembered) ? value : NOTHING;
  } catch {
    return NOTHING;
  }
}
