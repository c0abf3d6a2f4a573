/** From a figure to the samples behind it: as a filter of Dataset, or as a queue to go through. */
import { narrowed, wantedReview } from '../dataset/datasetState.ts';

export function openSamples(samples: readonly string[], reason: string): void {
  narrowed.value = { ids: new Set(samples), reason };
  location.hash = '#/dataset';
}

export function reviewSamples(samples: readonly string[]): void {
  wantedReview.value = [...samples];
  location.hash = '#/dataset';
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
  report: 'Report',
} as const;
export type Panel = keyof typeof PANELS;

export const openPanel = (panel: Panel): void => {
  location.hash = panel === 'overview' ? '#/quality' : `#/quality/${panel}`;
};
