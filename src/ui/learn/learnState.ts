/** Where learning stands, as screens show it. */
import { computed, signal } from '@preact/signals';
import type { LearnState } from '../../core/learning/personalVerdict.ts';
import type { LearnView } from '../../rpc/learn/contract.ts';
import { settings } from '../appSettings.ts';

export const view = signal<LearnView | null>(null);
/** What is being done, as a sentence, with its share 0–1; null while nothing is. */
export const doing = signal<{ readonly text: string; readonly share: number | null } | null>(null);
/** Why it does not go on, and what to do. */
export const trouble = signal<string | null>(null);

export const state = computed<LearnState | 'off'>(() =>
  settings.value.learns ? (view.value?.verdict.state ?? 'learning') : 'off',
);

/** Shapes of plates that answers told; none while learning is off. */
export const learntShapes = computed(() =>
  settings.value.learns ? (view.value?.formats ?? []) : [],
);
