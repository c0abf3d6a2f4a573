/** The settings as one signal: read once at start, saved on every change, the theme applied. */
import { effect, signal } from '@preact/signals';
import { DEFAULT_SETTINGS, type Settings, savedSettings, saveSettings } from '../store/settings.ts';
import { showToast } from './components/toasts.tsx';

export const settings = signal<Settings>(DEFAULT_SETTINGS);

/** Mirrored outside the database so that the first paint already has the right theme. */
const THEME_KEY = 'platewheel-theme';

/** Where another tab blocks the database, the page must not stay blank: the settings come later. */
const PATIENCE_MS = 2_000;

/** Takes the saved settings over, later if need be; without storage the defaults stay. */
export async function loadSettings(): Promise<void> {
  applyTheme(localStorageValue(THEME_KEY));
  const saved = savedSettings()
    .catch(() => ({ ...DEFAULT_SETTINGS }))
    .then((found) => {
      if (settings.peek() === DEFAULT_SETTINGS) settings.value = found; // not what was chosen since
    });
  await Promise.race([saved, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
  effect(() => {
    if (settings.value !== DEFAULT_SETTINGS) applyTheme(settings.value.theme);
  });
}

/** Reads the settings anew: a restored backup brings its own, a wipe takes them away. */
export async function reloadSettings(): Promise<void> {
  settings.value = await savedSettings().catch(() => ({ ...DEFAULT_SETTINGS }));
}

export function changeSettings(patch: Partial<Settings>): void {
  settings.value = { ...settings.value, ...patch };
  try {
    localStorage.setItem(THEME_KEY, settings.value.theme);
  } catch {
    // Refused storage only costs the early theme; the database's refusal is told below.
  }
  saveSettings(settings.value).catch(() => {
    showToast({
      tone: 'error',
      text: 'This browser refuses storage here, so the change holds only until you leave.',
    });
  });
}

function applyTheme(theme: string | null): void {
  document.documentElement.dataset.theme = theme === 'light' || theme === 'dark' ? theme : 'auto';
}

function localStorageValue(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
