/** Where an import is: for the screen, and for scripts that drive it (`import-done`). */
import { signal } from '@preact/signals';

export type ImportStage = 'idle' | 'looking' | 'ready' | 'importing' | 'done' | 'failed';

export const importStage = signal<ImportStage>('idle');
