/** The ten things that most need doing, in order, each one click from done. */
import type { Finding } from './findings.ts';
import type { QualitySummary } from './summary.ts';

export type TodoAction =
  /** Opens these samples, in Dataset or for review. */
  | {
      readonly kind: 'samples' | 'review';
      readonly samples: readonly string[];
      readonly reason: string;
    }
  /** Opens a part of the Quality screen. */
  | {
      readonly kind: 'panel';
      /** Which suspicious labels come first there. */
      readonly first?: Finding['kind'];
      readonly panel: 'suspicious' | 'duplicates' | 'leaks' | 'text' | 'balance' | 'doubt';
    };

export interface Todo {
  readonly id: string;
  readonly text: string;
  readonly why: string;
  readonly action: TodoAction;
  readonly button: string;
}

const MOST = 10;
/** A test set smaller than this tells models apart only where they differ by ten points. */
const TEST_PLATES = 100;
const FEW = 30;

/** What spoils every figure comes first (leaks, wrong labels), then what teaches most, then what to collect. */
export function todoList(summary: QualitySummary): Todo[] {
  const { leaks, findings, groups, unlabelled, textless, textlessPlates } = summary;
  const { conditions, weakest, advice, balance, splits } = summary;
  const todo: Todo[] = [];
  const of = (kind: string) => findings.filter((finding) => finding.kind === kind);
  const add = (id: string, text: string, why: string, action: TodoAction, button: string) =>
    todo.push({ id, text, why, action, button });
  if (leaks.length > 0) {
    add(
      'leaks',
      `Mend ${count(leaks.length, 'leak')} between sets`,
      'The same plate or picture is learnt from and tested on: every test figure is too good.',
      { kind: 'panel', panel: 'leaks' },
      'Show leaks',
    );
  }
  const texts = of('text');
  if (texts.length > 0) {
    add(
      'texts',
      `Check ${count(texts.length, 'text')} that may be wrong`,
      texts[0]?.reason ?? '',
      { kind: 'panel', panel: 'suspicious', first: 'text' },
      'Check',
    );
  }
  const missed = of('missed');
  if (missed.length > 0) {
    add(
      'missed',
      `Look at ${count(missed.length, 'plate')} that nobody labelled`,
      'A missed plate teaches the detector that it is none.',
      { kind: 'panel', panel: 'suspicious', first: 'missed' },
      'Look',
    );
  }
  const loose = of('loose');
  if (loose.length > 0) {
    add(
      'loose',
      `Straighten ${count(loose.length, 'box', 'boxes')}`,
      'They do not fit the plates that the detector sees.',
      { kind: 'panel', panel: 'suspicious', first: 'loose' },
      'Straighten',
    );
  }
  const copies = groups.reduce((sum, { copies: own }) => sum + own.length, 0);
  if (copies > 0) {
    add(
      'duplicates',
      `Remove ${count(copies, 'copy', 'copies')}`,
      'Copies count one photo several times. Labels are merged into the one that is kept.',
      { kind: 'panel', panel: 'duplicates' },
      'Show side by side',
    );
  }
  if (textless.length > 0) {
    add(
      'textless',
      `Check the text of ${count(textlessPlates, 'plate')}`,
      'Their boxes are known, their texts nobody has said: the reader learns nothing from them.',
      { kind: 'review', samples: textless, reason: 'Text missing' },
      'Start',
    );
  }
  if (unlabelled.length > 0) {
    add(
      'unlabelled',
      `Label ${count(unlabelled.length, 'photo')}`,
      'Nothing is learnt from a photo that nobody checked.',
      { kind: 'review', samples: unlabelled, reason: 'Not fully labelled' },
      'Start',
    );
  }
  const labelled = splits.train + splits.val + splits.test;
  if (labelled > 0 && splits.test < TEST_PLATES) {
    add(
      'test',
      `Label more photos until ${TEST_PLATES} are for testing: ${splits.test} so far`,
      'A tenth of what is labelled is kept for tests. With fewer, a better model cannot be told from a lucky one.',
      { kind: 'review', samples: unlabelled, reason: 'Not fully labelled' },
      unlabelled.length > 0 ? 'Label' : 'Read more photos',
    );
  }
  if (weakest?.rate != null && weakest.rate < 0.9) {
    add(
      'weakest',
      `Improve the weakest part: ${weakest.name}`,
      `${Math.round(100 * weakest.rate)} % of its ${weakest.judged} checked plates are read right.`,
      { kind: 'samples', samples: weakest.samples, reason: weakest.name },
      'Show',
    );
  }
  for (const { text, character } of advice.slice(0, labelled >= FEW ? 2 : 0)) {
    add(
      `text-${character}`,
      text,
      'A character that is hardly there is not learnt.',
      { kind: 'panel', panel: 'text' },
      'Show characters',
    );
  }
  const note = balance.flatMap(({ notes }) => notes)[0];
  if (note)
    add(
      'balance',
      note,
      'What a set lacks is not tested, or not learnt.',
      { kind: 'panel', panel: 'balance' },
      'Show balance',
    );
  const asked = conditions.filter(({ open }) => open.length > 0);
  for (const { condition, words, open } of asked.slice(0, 4)) {
    add(
      `condition-${condition}`,
      `Look at ${count(open.length, 'photo')} not answered yet: ${lower(words)}`,
      'If nobody could read the plate, say so: it must not be learnt as a text.',
      { kind: 'samples', samples: open, reason: words },
      'Show',
    );
  }
  return todo.slice(0, MOST);
}

const lower = (words: string) => words.charAt(0).toLowerCase() + words.slice(1);
const count = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;
