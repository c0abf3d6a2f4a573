/** Where learning stands, in plain words. */

import type { Reason } from '../../core/gate/verdict.ts';
import { type LayerScope, LIVE, LOOSE } from '../../core/learning/layer.ts';
import type { Hindrance } from '../../core/learning/personalVerdict.ts';
import type { LearnView } from '../../rpc/learn/contract.ts';
import { plural } from '../format/numbers.ts';
import { reasonText } from '../models/verdictWords.ts';

const HINDRANCES: Readonly<Record<Hindrance, string>> = {
  'one-text':
    'All your answers have the same text. Nothing can be told from one plate: answer others too.',
  'nothing-fits':
    'Most of your answers say something quite different from what the photos show, so nothing is learnt from them. Look at "Suspicious labels" under Quality.',
  'no-agreement':
    'Neither the reader nor what it learnt agrees with your answers on any plate. Were other plates meant? Look at "Suspicious labels" under Quality.',
};

/** One line. @param hasLayer the reader has what an earlier visit learnt, which `view` does not tell of yet */
export function statusLine(state: string, view: LearnView | null, hasLayer: boolean): string {
  const answers = view?.answers ?? 0;
  if (state === 'off') return 'Learning is off: photos are read as the reader ships.';
  if (!view && hasLayer) return 'Looking up what was learnt …';
  if (!view || answers === 0) return 'The reader learns from your answers: ten are the first step.';
  const { verdict } = view;
  const from = plural(answers, 'answer');
  if (verdict.hindrance) return HINDRANCES[verdict.hindrance];
  if (state === 'learning') {
    return `${from} so far, ${verdict.untilFit} more to the ${view.layer ? 'next' : 'first'} try.`;
  }
  if (state === 'on') return `In use: the reader learnt from ${learntFrom(view)}.`;
  if (state === 'refused')
    return `Not used: ${verdict.gate.reasons.map(learntReason).join(' ')} Your photos are read as before.`;
  const { mended, broken, n, morePlates } = verdict.gate;
  const seen =
    n === 0
      ? 'it was tried on no reading yet'
      : `on ${plural(n, 'reading')} since, it would have mended ${mended} and spoilt ${broken}`;
  const more = morePlates === null ? 'more answers will tell' : `about ${morePlates} more decide`;
  return `Learnt from ${from}, on trial and not proven yet: ${seen}; ${more}.`;
}

/** Why a layer is or is not used; what was learnt for all photos is held to those that ship. */
export function learntReason(reason: Reason): string {
  if (reason.kind === 'same') return 'Of the answers counted so far both read every one the same.';
  if (reason.kind !== 'regress') return reasonText(reason);
  return `It would misread ${plural(reason.items, 'plate')} among the sample photos that come with the app, for it is meant for all photos. Learn for fewer photos: Quality, Learning, "Learnt for".`;
}

/** Answers after the last fit wait for the next one. */
function learntFrom({ answers, layer }: LearnView): string {
  const learnt = layer?.answers ?? answers;
  const all = plural(answers, 'answer');
  return learnt < answers ? `${learnt} of your ${all}` : `your ${all}`;
}

export function scopeText(scope: LayerScope): string {
  if (scope.kind === 'all') return 'all photos';
  if (scope.kind === 'country') return `plates of ${scope.value.toUpperCase()}`;
  if (scope.value === LOOSE) return 'photos in no folder';
  return scope.value === LIVE ? 'Live video' : `photos from “${scope.value}”`;
}
