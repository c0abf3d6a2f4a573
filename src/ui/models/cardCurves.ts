/** A card's training curves as lines to draw; cards differ in what they log. */

export interface Curves {
  readonly title: string;
  readonly x: readonly number[];
  readonly series: readonly {
    readonly name: string;
    readonly values: readonly (number | null)[];
  }[];
}

const STEP = /^(epoch|step|minutes|views)$/;
/** Shares and scores from 0 to 1 are drawn apart from losses, which would flatten them. */
const SCORE = /map|recall|precision|exact|rate|row|mean/i;
const MOST_LINES = 8;

/**
 * Rows of numbers (`[{ epoch, loss, map50 … }]`, or such under `epochs`) as at most two charts;
 * anything else as none.
 */
export function cardCurves(curves: unknown): Curves[] {
  const list = Array.isArray(curves) ? curves : (curves as { epochs?: unknown } | null)?.epochs;
  if (!Array.isArray(list)) return [];
  const rows = list.filter(
    (row): row is Readonly<Record<string, unknown>> =>
      typeof row === 'object' && row !== null && !Array.isArray(row),
  );
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const isNumeric = (name: string) => rows.some((row) => typeof row[name] === 'number');
  const step = ['epoch', 'step', 'minutes'].find((name) => names.includes(name) && isNumeric(name));
  const x = rows.map((row, i) => (step && typeof row[step] === 'number' ? row[step] : i + 1));
  const lines = names.filter((name) => !STEP.test(name) && isNumeric(name));
  const chart = (title: string, own: readonly string[]): Curves[] =>
    own.length === 0
      ? []
      : [
          {
            title,
            x,
            series: own.slice(0, MOST_LINES).map((name) => ({
              name,
              values: rows.map((row) => (typeof row[name] === 'number' ? row[name] : null)),
            })),
          },
        ];
  return [
    ...chart(
      'Scores while training',
      lines.filter((name) => SCORE.test(name)),
    ),
    ...chart(
      'Losses while training',
      lines.filter((name) => !SCORE.test(name)),
    ),
  ];
}
