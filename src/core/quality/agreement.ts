/** How well a person agrees with their own earlier labels when asked again, blind. */
import type { SampleFacts } from './facts.ts';
import { alignedCharacters, cohensKappa } from './kappa.ts';
import { seededRandom } from './random.ts';

export interface Question {
  readonly sample: string;
  readonly plate: string;
  readonly box: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
  readonly given: string;
}

/** What was answered to a question. */
export interface Answered {
  readonly given: string;
  readonly again: string;
}

export interface Agreement {
  readonly plates: number;
  /** Whole texts alike. */
  readonly same: number;
  /** Of characters, and of whole plates (each text a class); null where chance alone would do. */
  readonly perCharacter: number | null;
  readonly perPlate: number | null;
  readonly differences: readonly Answered[];
}

/** The `count` most suspicious labelled plates, in an order that tells nothing. */
export function questionsOf(
  samples: readonly SampleFacts[],
  count: number,
  seed: number,
): Question[] {
  const plates = samples.flatMap((sample) =>
    sample.plates.flatMap((plate) =>
      plate.isLabelled && plate.text !== ''
        ? [
            {
              sample: sample.id,
              plate: plate.id,
              box: plate.box,
              given: plate.text,
              score: plate.suspicion?.score ?? 1,
            },
          ]
        : [],
    ),
  );
  plates.sort((a, b) => a.score - b.score || (a.sample < b.sample ? -1 : 1));
  const asked = plates.slice(0, count).map(({ score: _, ...question }) => question);
  const random = seededRandom(seed);
  for (let i = asked.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const [a, b] = [asked[i] as Question, asked[j] as Question];
    asked[i] = b;
    asked[j] = a;
  }
  return asked;
}

export function agreementOf(answers: readonly Answered[]): Agreement {
  const characters = answers.flatMap(({ given, again }) => alignedCharacters(given, again));
  return {
    plates: answers.length,
    same: answers.filter(({ given, again }) => given === again).length,
    perCharacter: cohensKappa(characters),
    perPlate: cohensKappa(answers.map(({ given, again }) => [given, again] as const)),
    differences: answers.filter(({ given, again }) => given !== again),
  };
}
