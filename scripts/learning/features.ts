/** Reads what `training/reference/reader_features.py` wrote. */
import { readFileSync } from 'node:fs';
import type { Head } from '../../src/core/learning/head.ts';
import type { SeenPlate } from '../../src/core/learning/slotRows.ts';

export const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_';

export interface ProofPlate extends SeenPlate {
  readonly source: string;
  readonly split: 'train' | 'val';
  readonly rows: 1 | 2;
}

export interface ProofData {
  readonly base: Head;
  readonly plates: readonly ProofPlate[];
}

/** @param path of the two files, without their endings */
export function proofData(path: string): ProofData {
  const { slots, width, crops } = JSON.parse(readFileSync(`${path}.json`, 'utf8')) as {
    slots: number;
    width: number;
    crops: (Omit<ProofPlate, 'id' | 'group' | 'views'> & { name: string; views: number })[];
  };
  const bytes = readFileSync(`${path}.f32`);
  const numbers = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  let at = 0;
  const take = (count: number) => {
    at += count;
    return numbers.slice(at - count, at);
  };
  const classes = ALPHABET.length;
  const base: Head = { classes, width, weight: take(classes * width), bias: take(classes) };
  const plates = crops.map(({ name, views, ...crop }) => ({
    ...crop,
    id: name,
    group: `${crop.source} ${crop.text}`,
    views: Array.from({ length: views }, () => take(slots * width)),
  }));
  return { base, plates };
}

/** A seeded shuffle. */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const all = [...items];
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [all[i], all[j]] = [all[j] as T, all[i] as T];
  }
  return all;
}

/** mulberry32: numbers 0 ≤ x < 1 that follow from the seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
