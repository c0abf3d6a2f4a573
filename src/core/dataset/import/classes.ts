/**
 * Which classes of an import are plates. The classes of the whole set decide, not those of one file:
 * a file that knows only a car holds no plate only where others of its set know plates.
 */
import { plateName } from '../../plateClasses.ts';
import { isTextName } from './said.ts';
import type { ClassRef, Statement } from './statement.ts';

/**
 * `text`: the class is named by the plate's text. `aside`: one of a list without any plate, which says
 * nothing about plates. `ask`: it cannot be told.
 */
export type ClassKind = 'plate' | 'text' | 'other' | 'aside' | 'ask';
/** A person's answer about a class, by `classKey`. */
export type ClassAnswers = Readonly<Record<string, 'plate' | 'other'>>;

/** Things that are no plates in any set that knows plates. */
const KNOWN =
  /^(car|cars|vehicle|truck|lorry|bus|van|bike|bicycle|motor(cycle|bike)s?|moto|person|people|pedestrian|rider|driver|face|head|helmet|auto|carro|coche|voiture|fahrzeug|veiculo|wheel|windshield|logo|sign|[0-9a-z])$/i;

/** The same name is asked about once; a class without a name in each part of the set. */
export const classKey = ({ scope, name }: ClassRef) =>
  name.startsWith('#') ? `${name} ${scope}` : name;

/** All classes of an import, by scope. */
export class ClassBook {
  private readonly scopes = new Map<string, Set<string>>();
  /** Scopes of which all names are known. */
  private readonly listed = new Set<string>();

  /** All names that a list gives, whether or not an object is of that class. */
  declare(scope: string, names: readonly (string | undefined)[]): void {
    this.listed.add(scope);
    this.add(scope, names);
  }

  private add(scope: string, names: readonly (string | undefined)[]): void {
    const known = this.scopes.get(scope) ?? new Set();
    this.scopes.set(scope, known);
    for (const name of names) if (name !== undefined) known.add(name);
  }

  note(statements: readonly Statement[]): void {
    for (const { objects } of statements) {
      for (const object of objects)
        if (object.class) this.add(object.class.scope, [object.class.name]);
    }
  }

  /** What each class is, given what a person said. */
  decide(answers: ClassAnswers = {}): Decisions {
    const kinds = new Map<string, Map<string, ClassKind>>();
    const speaksOfPlates = [...this.scopes.values()].some((names) => hasPlate(names));
    for (const [scope, names] of this.scopes) {
      const isListed = this.listed.has(scope);
      kinds.set(scope, decideScope(scope, names, speaksOfPlates, isListed, answers));
    }
    return new Decisions(kinds, this.listed);
  }
}

const hasPlate = (names: ReadonlySet<string>) =>
  [...names].some((name) => plateName(name) === 'plate');

function decideScope(
  scope: string,
  names: ReadonlySet<string>,
  speaksOfPlates: boolean,
  isListed: boolean,
  answers: ClassAnswers,
): Map<string, ClassKind> {
  const own = hasPlate(names);
  const unknown = [...names].filter(
    (name) => plateName(name) === null && !isTextName(name) && !KNOWN.test(name),
  );
  // The only class of a set about plates, whatever it is called; `#2` has siblings somewhere.
  const isOnly = unknown.length === 1 && names.size === 1 && !/^#[1-9]/.test(unknown[0] as string);
  const kindOf = (name: string): ClassKind => {
    const answer = answers[classKey({ scope, name })];
    if (answer) return answer;
    const said = plateName(name);
    if (said === 'plate') return 'plate';
    if (said === 'no-plate') return 'other';
    if (isTextName(name)) return 'text';
    if (own) return name.startsWith('#') ? 'ask' : 'other';
    if (speaksOfPlates) return !KNOWN.test(name) ? 'ask' : isListed ? 'aside' : 'other';
    return isOnly ? 'plate' : 'ask';
  };
  return new Map([...names].map((name) => [name, kindOf(name)]));
}

/** What each class is. */
export class Decisions {
  /** Whether any class is a plate; without one nobody looked for plates, and nothing is a negative. */
  readonly lookForPlates: boolean;

  constructor(
    private readonly kinds: ReadonlyMap<string, ReadonlyMap<string, ClassKind>>,
    private readonly listed: ReadonlySet<string>,
  ) {
    const all = [...kinds.values()].flatMap((names) => [...names.values()]);
    this.lookForPlates = all.length === 0 || all.some(isPlate);
  }

  of({ scope, name }: ClassRef): ClassKind {
    return this.kinds.get(scope)?.get(name) ?? 'ask';
  }
  /** Whether who made labels with this list of classes (null: with none) looked for plates. */
  looksIn(scope: string | null): boolean {
    if (scope === null || !this.listed.has(scope)) return this.lookForPlates;
    return [...(this.kinds.get(scope)?.values() ?? [])].some(isPlate);
  }
}

const isPlate = (kind: ClassKind) => kind === 'plate' || kind === 'text';
