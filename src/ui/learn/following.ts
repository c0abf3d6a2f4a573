/** Learning begins with the first answer, of this tab or another visit; until then none of it is loaded. */
import { effect } from '@preact/signals';
import { onDataChange } from '../../store/changes.ts';
import { everKept } from '../../store/page/everKept.ts';
import { settings } from '../appSettings.ts';
import { engine } from '../engine.ts';

/** The first photos come first. */
const AFTER_MS = 3_000;

/** @returns stops waiting for it */
export function followAnswers(): () => void {
  const load = () => {
    if (!settings.peek().learns) return;
    void import('./learner.ts').then(
      ({ follow }) => follow(),
      () => undefined, // the next answer tries again
    );
  };
  const stop = [
    onDataChange(load),
    effect(() => {
      if (engine.value.state !== 'ready' || !everKept()) return;
      const later = setTimeout(load, AFTER_MS);
      return () => clearTimeout(later);
    }),
  ];
  return () => {
    for (const end of stop) end();
  };
}
