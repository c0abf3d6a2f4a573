/** A sample as it lies in the database. */
import { hashBands, isTelling } from '../core/dataset/dhash.ts';
import type { Sample } from '../core/dataset/types.ts';

/** A sample with the keys by which near-duplicates are found. */
export interface SampleRecord extends Sample {
  readonly bands: readonly string[];
}

/** The record of a sample, with what its indexes need. */
export function toRecord(sample: Sample): SampleRecord {
  return { ...sample, bands: isTelling(sample.dhash) ? hashBands(sample.dhash) : [] };
}
