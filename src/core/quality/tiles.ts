/** The overview: one tile a measure, in words that need no manual. */
import type { QualitySummary } from './summary.ts';

export const TILE_MEASURES = [
  'samples',
  'plates',
  'unlabelled',
  'suspicious',
  'duplicates',
  'leaks',
  'conditions',
  'weakest',
  'calibration',
] as const;
export type TileMeasure = (typeof TILE_MEASURES)[number];

export interface Tile {
  readonly measure: TileMeasure;
  readonly title: string;
  /** What is counted; a trend is drawn of it. */
  readonly count: number;
  /** As it is shown: "12", "84 %", "–". */
  readonly value: string;
  readonly detail: string;
  readonly tone: 'plain' | 'good' | 'warn' | 'bad';
  /** Samples behind it; none where it counts no samples. */
  readonly samples: readonly string[];
}

const percent = (share: number) => `${Math.round(100 * share)} %`;

export function tilesOf(summary: QualitySummary): Tile[] {
  const { samples, unlabelled, findings, groups, leaks, conditions, weakest, doubt, plates } =
    summary;
  const copies = groups.flatMap(({ copies: own }) => own.map(({ sample }) => sample));
  const bad = [...new Set(conditions.flatMap(({ samples: own }) => own))];
  const leaking = [...new Set(leaks.flatMap(({ samples: own }) => own))];
  const share = (count: number) => (samples > 0 ? `${percent(count / samples)} of ${samples}` : '');
  const counted = (
    measure: TileMeasure,
    title: string,
    own: readonly string[],
    detail: string,
    tone: Tile['tone'],
    count = own.length,
  ): Tile => ({ measure, title, count, value: `${count}`, detail, tone, samples: own });
  return [
    counted(
      'samples',
      'Photos',
      [],
      `${summary.measured} measured, ${summary.seen} looked at by the models`,
      'plain',
      samples,
    ),
    counted(
      'plates',
      'Plates',
      [],
      `${summary.text.formats.reduce((n, { count }) => n + count, 0)} with a text that was checked`,
      'plain',
      plates,
    ),
    counted(
      'unlabelled',
      'Not fully labelled',
      unlabelled,
      share(unlabelled.length),
      unlabelled.length > 0 ? 'warn' : 'good',
    ),
    counted(
      'suspicious',
      'Suspicious labels',
      [...new Set(findings.map(({ sample }) => sample))],
      findings.length === 0 ? 'Nothing looks wrong' : kindsOf(summary),
      findings.length > 0 ? 'bad' : 'good',
      findings.length,
    ),
    counted(
      'duplicates',
      'Copies',
      copies,
      copies.length === 0 ? 'Every photo is there once' : `beside ${groups.length} kept`,
      copies.length > 0 ? 'warn' : 'good',
    ),
    counted(
      'leaks',
      'Leaks between sets',
      leaking,
      leaks.length === 0 ? 'Nothing is in two sets' : 'Tests would be too kind',
      leaks.length > 0 ? 'bad' : 'good',
      leaks.length,
    ),
    counted(
      'conditions',
      'Hard conditions',
      bad,
      conditions[0] ? `most often: ${conditions[0].words.toLowerCase()}` : 'None found',
      bad.length > samples / 4 ? 'warn' : 'plain',
    ),
    weakest?.rate == null
      ? {
          measure: 'weakest',
          title: 'Weakest part',
          count: 0,
          value: '–',
          detail: 'Check ten plates of a kind to compare kinds',
          tone: 'plain',
          samples: [],
        }
      : {
          measure: 'weakest',
          title: 'Weakest part',
          count: Math.round(100 * weakest.rate),
          value: percent(weakest.rate),
          detail: `read right: ${weakest.name}, ${weakest.judged} plates`,
          tone: weakest.rate < 0.7 ? 'bad' : weakest.rate < 0.9 ? 'warn' : 'good',
          samples: weakest.samples,
        },
    calibrationTile(doubt),
  ];
}

function kindsOf({ findings }: QualitySummary): string {
  const words = {
    text: ['text', 'texts'],
    missed: ['missed plate', 'missed plates'],
    loose: ['loose box', 'loose boxes'],
  } as const;
  return (Object.keys(words) as (keyof typeof words)[])
    .flatMap((kind) => {
      const count = findings.filter((finding) => finding.kind === kind).length;
      return count > 0 ? [`${count} ${words[kind][count === 1 ? 0 : 1]}`] : [];
    })
    .join(', ');
}

function calibrationTile({ judged, error, right }: QualitySummary['doubt']): Tile {
  const tile = { measure: 'calibration', title: 'Trust in confidence', samples: [] } as const;
  if (error === null) {
    return {
      ...tile,
      count: 0,
      value: '–',
      detail: `${judged} of the 200 checked plates it takes`,
      tone: 'plain',
    };
  }
  return {
    ...tile,
    count: Math.round(1000 * error),
    value: `± ${(100 * error).toFixed(1)} %`,
    detail: `off on the mean; ${percent(right / judged)} of ${judged} read right`,
    tone: error < 0.03 ? 'good' : error < 0.08 ? 'warn' : 'bad',
  };
}
