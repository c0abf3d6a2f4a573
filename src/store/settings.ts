/** What the person chose on the Settings screen, kept as one record. */
import { database } from './open.ts';

export interface Settings {
  readonly theme: 'auto' | 'light' | 'dark';
  /** Detections under this confidence are not shown, 0–1. */
  readonly threshold: number;
  /** Long side of the detector's input, pixels, a multiple of 32. */
  readonly inputSize: number;
  readonly backend: 'auto' | 'wasm' | 'webgpu';
  readonly reader: 'own' | 'tesseract';
  /** Shortcuts of a single key can get in the way of speech input (WCAG 2.1.4). */
  readonly singleKeyShortcuts: boolean;
  /** Photos are kept encoded again where that makes them smaller, not byte for byte. */
  readonly saveSpace: boolean;
  /** Photos of the running batch are kept while there is plenty of room. */
  readonly keepBatchPhotos: boolean;
  /** Whose plates are expected, ISO 3166 in lower case; '' for no one country's. */
  readonly country: string;
  /** Whether the reader learns from the person's answers, and reads by what it learnt. */
  readonly learns: boolean;
}

export const INPUT_SIZES = [320, 416, 512, 640, 768, 960, 1280] as const;

export const DEFAULT_SETTINGS: Settings = {
  theme: 'auto',
  threshold: 0.4,
  inputSize: 640,
  backend: 'auto',
  reader: 'own',
  singleKeyShortcuts: true,
  saveSpace: false,
  keepBatchPhotos: true,
  country: '',
  learns: true,
};

const KEY = 'settings';

export async function saveSettings(settings: Settings): Promise<void> {
  await (await database()).put('settings', settings, KEY);
}

export async function savedSettings(): Promise<Settings> {
  return restoreSettings(await (await database()).get('settings', KEY));
}

/** Settings out of anything: what is missing, of the wrong type or out of range takes its default. */
export function restoreSettings(value: unknown): Settings {
  const given: Partial<Record<keyof Settings, unknown>> =
    typeof value === 'object' && value !== null ? value : {};
  const oneOf = <T>(choice: unknown, allowed: readonly T[], fallback: T): T =>
    allowed.includes(choice as T) ? (choice as T) : fallback;
  const { threshold } = given;
  return {
    theme: oneOf(given.theme, ['auto', 'light', 'dark'] as const, DEFAULT_SETTINGS.theme),
    threshold:
      typeof threshold === 'number' && threshold >= 0.01 && threshold <= 0.99
        ? threshold
        : DEFAULT_SETTINGS.threshold,
    inputSize: oneOf<number>(given.inputSize, INPUT_SIZES, DEFAULT_SETTINGS.inputSize),
    backend: oneOf(given.backend, ['auto', 'wasm', 'webgpu'] as const, DEFAULT_SETTINGS.backend),
    reader: oneOf(given.reader, ['own', 'tesseract'] as const, DEFAULT_SETTINGS.reader),
    singleKeyShortcuts: given.singleKeyShortcuts !== false,
    saveSpace: given.saveSpace === true,
    keepBatchPhotos: given.keepBatchPhotos !== false,
    country:
      typeof given.country === 'string' && /^[a-z]{2}$/.test(given.country) ? given.country : '',
    learns: given.learns !== false,
  };
}
