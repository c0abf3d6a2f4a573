/** What this device taught us about running the models; kept in localStorage, which workers lack. */
import type { BackendChoice, BackendFit, EngineInfo, EngineSettings } from '../../core/engine.ts';

const KEY = 'platewheel.device';
/** Raised when the runtime changes so much that old timings mislead. */
const VERSION = 'ort-1.30 by hash';

export interface DeviceMemory {
  /** What to add to the settings of a start. */
  recall(): Pick<EngineSettings, 'remembered' | 'threads'>;
  /** Keeps the faster backend of each model that was timed on both, and what the GPU is not for. */
  rememberBackends(info: EngineInfo): void;
  /** Keeps how a model did when it was tried on the GPU; one that fits is timed when it is used. */
  rememberFit(sha256: string, fit: BackendFit): void;
  /** No model is started on the GPU because it was the faster one. */
  forgetGpu(): void;
  /** Limits threads from now on; null takes the limit back. */
  useThreads(threads: number | null): void;
}

interface Stored {
  readonly version: string;
  readonly remembered: readonly BackendChoice[];
  readonly threads: number | null;
}

const NOTHING: Stored = { version: VERSION, remembered: [], threads: null };

/** Memory in localStorage; where that is blocked, for this visit only. */
export function localDeviceMemory(storage: Storage | null = safeStorage()): DeviceMemory {
  let blocked: Stored | null = null;
  // Read each time: photos, Live and imports write it, each with a memory of its own.
  const stored = () => blocked ?? read(storage);
  const write = (change: Partial<Stored>) => {
    const next = { ...stored(), ...change };
    try {
      if (!storage) throw new Error('no storage');
      storage.setItem(KEY, JSON.stringify(next));
    } catch {
      blocked = next; // full or blocked: what was learnt holds for this visit
    }
  };
  const remember = (models: ReadonlySet<string>, choices: readonly BackendChoice[]) => {
    const others = stored().remembered.filter(({ sha256 }) => !models.has(sha256));
    if (models.size > 0) write({ remembered: [...others, ...choices] });
  };
  return {
    recall() {
      const { remembered, threads } = stored();
      return { remembered, ...(threads === null ? {} : { threads }) };
    },
    rememberBackends({ detector, reader, timings, unfit = [] }) {
      const choices = [detector, reader].flatMap(({ sha256, backend }): BackendChoice[] => {
        const why = unfit.find((model) => model.sha256 === sha256)?.unfit;
        if (why) return [{ sha256, backend, unfit: why }];
        const tried = new Set(timings.filter((t) => t.sha256 === sha256).map((t) => t.backend));
        return tried.size > 1 ? [{ sha256, backend }] : [];
      });
      remember(new Set(choices.map(({ sha256 }) => sha256)), choices);
    },
    rememberFit(sha256, fit) {
      const choices = fit === 'same' ? [] : [{ sha256, backend: 'wasm' as const, unfit: fit }];
      remember(new Set([sha256]), choices);
    },
    forgetGpu: () =>
      write({
        remembered: stored().remembered.map((choice) => ({ ...choice, backend: 'wasm' as const })),
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
