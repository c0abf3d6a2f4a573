import { describe, expect, it } from 'vitest';
import {
  type BoxPair,
  badlocScores,
  leastSimilarity,
  overlookedScores,
} from '../../../../src/core/quality/boxSuspicion.ts';
import { confidentJoint } from '../../../../src/core/quality/confidentJoint.ts';
import { nearDuplicateSets, outliers } from '../../../../src/core/quality/similarity.ts';
import { leastLabelProbability, scoreText } from '../../../../src/core/quality/textSuspicion.ts';
import { farthest, reference } from './reference.ts';

interface Golden {
  texts: { probabilities: number[][][]; labels: number[][]; scores: number[] };
  joint: { labels: number[]; probabilities: number[][]; joint: number[][]; issues: number[] };
  boxes: {
    labels: number[][][];
    predictions: number[][][];
    overlooked: (number | null)[][];
    badloc: number[][];
  };
  similar: {
    k: number;
    indices: number[][];
    distances: number[][];
    near: number[][];
    outliers: boolean[];
  };
}

const golden = reference<Golden>('labels');

describe('agrees with cleanlab', () => {
  it('on how suspicious a text is', () => {
    const { probabilities, labels, scores } = golden.texts;
    const own = probabilities.map((p, i) => leastLabelProbability(p, labels[i] as number[]));
    expect(farthest(own, scores)).toBeLessThan(1e-6);
  });

  it('on the confident joint and the issues it finds', () => {
    const { labels, probabilities, joint, issues } = golden.joint;
    const votes = labels.map((label, i) => ({
      label,
      probabilities: probabilities[i] as number[],
    }));
    const own = confidentJoint(votes, 6);
    expect(own.joint).toEqual(joint);
    expect(own.issues).toEqual(issues);
  });

  it('on overlooked plates and badly placed boxes', () => {
    const toBox = ([x, y, right, bottom]: number[]) => ({
      x: x as number,
      y: y as number,
      width: (right as number) - (x as number),
      height: (bottom as number) - (y as number),
    });
    const photos: BoxPair[] = golden.boxes.labels.map((labels, i) => ({
      labels: labels.map(toBox),
      detections: (golden.boxes.predictions[i] as number[][]).map((found) => ({
        box: toBox(found),
        confidence: found[4] as number,
        classIndex: 0,
      })),
    }));
    const least = leastSimilarity(photos);
    photos.forEach((photo, i) => {
      expect(farthest(badlocScores(photo), golden.boxes.badloc[i] as number[])).toBeLessThan(1e-5);
      const own = overlookedScores(photo, least);
      const wanted = golden.boxes.overlooked[i] as (number | null)[];
      expect(own.map((score) => score === null)).toEqual(wanted.map((score) => score === null));
      expect(
        farthest(
          own.map((score) => score ?? 0),
          wanted.map((score) => score ?? 0),
        ),
      ).toBeLessThan(1e-5);
    });
  });

  it('on near-duplicates and outliers of the same graph', () => {
    const { k, indices, distances, near, outliers: strange } = golden.similar;
    const graph = {
      k,
      indices: Int32Array.from(indices.flat()),
      distances: Float64Array.from(distances.flat()),
    };
    expect(nearDuplicateSets(graph)).toEqual(near);
    expect(outliers(graph).isOutlier).toEqual(strange);
  });
});

describe('a text laid onto the slots', () => {
  const alphabet = 'AB_';
  const slots = (...rows: number[][]) => rows.flat();

  it('is judged by its least likely character', () => {
    const seen = slots([0.9, 0.05, 0.05], [0.1, 0.8, 0.1], [0.01, 0.01, 0.98]);
    expect(scoreText(seen, alphabet, 'AB')).toMatchObject({
      score: 0.8,
      position: 1,
      slots: [0, 1],
    });
    expect(scoreText(seen, alphabet, 'AA')).toMatchObject({ score: 0.1, position: 1, seen: 'B' });
  });

  it('blames only the missing or added character', () => {
    const seen = slots([0.9, 0.05, 0.05], [0.05, 0.9, 0.05], [0.9, 0.05, 0.05], [0, 0, 1]);
    expect(scoreText(seen, alphabet, 'AA').position).toBe(1);
    expect(scoreText(seen, alphabet, 'AA').seen).toBe('B');
    expect(scoreText(seen, alphabet, 'ABA').score).toBe(0.9);
    expect(scoreText(seen, alphabet, 'ABAB').seen).toBe('');
  });

  it('takes twelve characters, none, and what the alphabet lacks', () => {
    const blank = new Float32Array(12 * 3).map((_, i) => (i % 3 === 2 ? 1 : 0));
    for (const text of ['ABABABABABAB', 'ABABABABABABAB', '', 'ÄÖ']) {
      const { score, slots: own } = scoreText(blank, alphabet, text);
      expect(score).toBeGreaterThan(0);
      expect(score).toBeLessThanOrEqual(1);
      expect(own).toHaveLength(text.length);
    }
  });
});
