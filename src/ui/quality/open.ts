/** From a figure to the samples behind it: as a filter of Dataset, or as a queue to go through. */
import { NO_FILTER } from '../../core/dataset/row.ts';
import { atPath } from '../../core/quality/longLists.ts';
import { analysis } from '../../rpc/analysis/client.ts';
import type { QualityOverview } from '../../rpc/analysis/contract.ts';
import { showError } from '../components/toasts.tsx';
import { filter, goThrough, narrowed } from '../dataset/datasetState.ts';

/** Lists that came cut, and where the whole of each is. */
const cutLists = new WeakMap<object, string>();

/** Notes which lists of these figures are not the whole. */
export function noteCutLists(figures: QualityOverview): void {
  for (const path of figures.cut) {
    const list = atPath(figures, path);
    if (typeof list === 'object' && list !== null) cutLists.set(list, path);
  }
}

function whole(samples: readonly string[]): Promise<readonly string[]> {
  const path = cutLists.get(samples);
  return path === undefined ? Promise.resolve(samples) : analysis.samplesAt(path);
}

export function openSamples(samples: readonly string[], reason: string): void {
  whole(samples).then((ids) => {
    filter.value = NO_FILTER; // one left from before would hide some of them
    narrowed.value = { ids: new Set(ids), reason };
    location.hash = '#/dataset';
  }, showError);
}

export function reviewSamples(samples: readonly string[]): void {
  whole(samples).then((ids) => {
    goThrough(ids, PANELS[panelOf(location.hash)]);
  }, showError);
}

export const PANELS = {
  overview: 'Overview',
  conditions: 'Conditions',
  map: 'Similar photos',
  balance: 'Balance',
  text: 'Characters',
  duplicates: 'Copies',
  leaks: 'Leaks',
  suspicious: 'Suspicious labels',
  doubt: 'Trust',
  agreement: 'Agreement',
  learning: 'Learning',
  report: 'Report',
} as const;
export type Panel = keyof typeof PANELS;

export const panelOf = (hash: string): Panel => {
  const name = hash.split('/')[2]?.split('?')[0] ?? '';
  return Object.hasOwn(PANELS, name) ? (name as Panel) : 'overview';
};

/** @param first what comes first there, of a panel that goes through several kinds */
export const openPanel = (panel: Panel, first?: string): void => {
  const query = first === undefined ? '' : `?first=${first}`;
  location.hash = panel === 'overview' ? '#/quality' : `#/quality/${panel}${query}`;
};

/** What the address asks to come first. */
export const firstOf = (hash: string): string | null =>
  new URLSearchParams(hash.split('?')[1]).get('first');
