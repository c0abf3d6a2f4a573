/** All photos of an import, decided together: classes and frame are those of the whole set. */
import type { ClassAnswers, ClassBook } from './classes.ts';
import { classKey } from './classes.ts';
import { type Frame, frameEvidence, frameOfSet, type PhotoFacts } from './frame.ts';
import { Notes } from './notes.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import type { ClassRef, Statement } from './statement.ts';

/** A photo whose header was read. */
export interface LookedAt {
  readonly said: readonly Statement[];
  readonly facts: PhotoFacts;
}

/** What a person said where the files do not. */
export interface ImportAnswers {
  readonly classes: ClassAnswers;
  /** Null: as the files have it. */
  readonly frame: Frame | null;
}

/** A class nobody can tell, with objects to show. */
export interface AskedClass {
  readonly key: string;
  readonly name: string;
  readonly objects: number;
  /** Index of the first photo that has one. */
  readonly photo: number;
  /** What that photo would hold if the class were a plate. */
  readonly ref: ClassRef;
}

export interface Settled {
  readonly outcomes: readonly Outcome[];
  readonly notes: Notes;
  /** The outcome of a photo whose picture turned out to be of another size than its header said. */
  readonly again: (said: readonly Statement[], facts: PhotoFacts) => Outcome;
  readonly asked: readonly AskedClass[];
  readonly frame: {
    /** What is taken, and what the files betray; null where they do not. */
    readonly chosen: Frame;
    readonly evident: boolean;
    /** Indices of labelled photos that their orientation turns. */
    readonly turned: readonly number[];
  };
}

export function settle(
  photos: readonly LookedAt[],
  classes: ClassBook,
  told: Notes,
  answers: ImportAnswers,
): Settled {
  const decisions = classes.decide(answers.classes);
  const undecided = classes.decide();
  const evidence = photos.flatMap(({ said, facts }) =>
    said.map((one) => frameEvidence(one, facts)),
  );
  const chosen = answers.frame ?? frameOfSet(evidence);
  const notes = new Notes();
  const outcomes = photos.map(({ said, facts }) =>
    outcomeOf(said, facts, chosen, decisions, notes),
  );
  const isTurned = ({ said, facts }: LookedAt) =>
    facts.orientation !== 1 && said.some(({ objects }) => objects.length > 0);
  const asked = new Map<string, AskedClass & { objects: number }>();
  for (const [photo, { said }] of photos.entries()) {
    for (const ref of said.flatMap(({ objects }) =>
      objects.flatMap((object) => object.class ?? []),
    )) {
      if (undecided.of(ref) !== 'ask') continue;
      const key = classKey(ref);
      const known = asked.get(key) ?? { key, name: ref.name, objects: 0, photo, ref };
      asked.set(key, { ...known, objects: known.objects + 1 });
    }
  }
  return {
    outcomes,
    notes: told.with(notes),
    again: (said, facts) => outcomeOf(said, facts, chosen, decisions, new Notes()),
    asked: [...asked.values()],
    frame: {
      chosen,
      evident: evidence.some((frame) => frame === 'stored'),
      turned: photos.flatMap((photo, i) => (isTurned(photo) ? [i] : [])),
    },
  };
}
