/** `weights.csv`: how often each sample of train is to be drawn; 1 on the mean. */

export interface Weight {
  /** sha256 of the photo as it was chosen. */
  readonly sample: string;
  /** What kind it was counted as. */
  readonly cell: string;
  readonly weight: number;
}

/** With a header; samples in order of id, so that equal data gives equal bytes. */
export function weightsCsv(rows: readonly Weight[]): string {
  const lines = [...rows]
    .sort((a, b) => (a.sample < b.sample ? -1 : 1))
    .map(
      ({ sample, cell, weight }) =>
        `${sample},${weight.toFixed(4)},"${cell.replaceAll('"', '""')}"`,
    );
  return `${['source_sha256,weight,kind', ...lines].join('\n')}\n`;
}
