import { effect, signal } from '@preact/signals';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { TeachItem, TeachPick } from '../../core/learning/teachItems.ts';
import { learning } from '../../rpc/analysis/client.ts';
import { ignore } from '../../store/analysis.ts';
import { showError } from '../components/toasts.tsx';
import { isOpen } from '../correct/actions.ts';
import type { AnnotationTarget } from '../correct/annotationTarget.ts';
import { plural } from '../format/numbers.ts';
import { ReviewView } from '../review/ReviewView.tsx';
import type { ReviewEntry } from '../review/useEntry.ts';
import LearnStatus from './LearnStatus.tsx';
import { view } from './learnState.ts';
import './learn.css';

/** Asked at a time; after that the order is made anew, by what was learnt meanwhile. */
const BATCH = 25;
/** Marks samples whose answer was drawn at random, beside what is ignored. */
const RANDOM_CHECK = 'random-check';

/** What is asked, by place of the queue: leaving it is a pause. */
const asked = new Map<string, readonly TeachPick[]>();
/** Seconds spent here since the page was opened. */
const seconds = signal(0);

/**
 * "Teach me": the photos whose answers teach the reader most, each with its reason. Leaving keeps
 * the queue as it is.
 */
export function TeachQueue(props: {
  /** Names the place, so that each has a queue of its own. */
  readonly place: string;
  /** What still waits for an answer, as it is now. */
  readonly items: () => readonly TeachItem[];
  readonly entry: (id: string) => ReviewEntry;
  readonly back: string;
  readonly onClose: () => void;
}) {
  const { place, items, entry } = props;
  const [picks, setPicks] = useState<readonly TeachPick[] | null>(null);
  const next = async () => {
    const open = items();
    const waits = new Set(open.map(({ id }) => id));
    const earlier = (asked.get(place) ?? []).filter(({ id }) => waits.has(id));
    const made =
      earlier.length > 0
        ? earlier
        : await learning.teach(open, view.peek()?.answers ?? 0, Date.now() % 2 ** 31, BATCH);
    asked.set(place, made);
    setPicks(made);
  };
  useEffect(() => {
    void next().catch(showError);
    const timer = setInterval(() => {
      if (!document.hidden) seconds.value += 1;
    }, 1000);
    return () => clearInterval(timer);
  }, []);
  const entries = useMemo(
    () => picks?.map((pick) => (pick.isRandom ? marked(entry(pick.id)) : entry(pick.id))) ?? [],
    [picks],
  );
  const reasons = useMemo(
    () => new Map(picks?.map((pick, i) => [entries[i]?.key ?? '', pick])),
    [entries],
  );
  if (!picks) return <p class="screen-loading">Looking for what teaches most …</p>;
  return (
    <div class="teach" data-testid="teach-queue" data-left={picks.length}>
      <LearnStatus />
      <ReviewView
        key={picks.map(({ id }) => id).join(' ')}
        queue={entries}
        start={0}
        asks={isOpen}
        back={props.back}
        onClose={props.onClose}
        note={(key) => <Why pick={reasons.get(key)} />}
        summary={(answered) => <Summary answered={answered} onNext={next} {...props} />}
      />
    </div>
  );
}

function Why({ pick }: { readonly pick: TeachPick | undefined }) {
  const minutes = Math.floor(seconds.value / 60);
  return (
    <p class="muted" data-testid="teach-reason" data-random={pick?.isRandom ?? false}>
      Why this one: <b>{pick?.reason ?? 'next in line'}</b> · {minutes > 0 ? `${minutes} min ` : ''}
      {seconds.value % 60} s so far
    </p>
  );
}

function Summary(props: {
  readonly answered: number;
  readonly items: () => readonly TeachItem[];
  readonly onNext: () => Promise<void>;
  readonly back: string;
  readonly onClose: () => void;
}) {
  const left = props.items().length;
  const now = view.value;
  const band = now?.gain;
  return (
    <>
      <h2>{left === 0 ? 'Nothing left to ask' : `${plural(props.answered, 'plate')} answered`}</h2>
      <p>
        {left === 0
          ? 'Every photo here has its answer. Read more photos to go on.'
          : now?.isSettled
            ? `${plural(left, 'photo')} left, but more of these will bring less than half a point.`
            : band
              ? `${plural(left, 'photo')} left; 25 more answers will probably bring between ${(100 * band.low).toFixed(1)} and ${(100 * band.high).toFixed(1)} points.`
              : `${plural(left, 'photo')} left.`}
      </p>
      <div class="correct-line">
        {left > 0 && (
          <button
            type="button"
            class="button button-primary"
            onClick={() => void props.onNext().catch(showError)}
          >
            Ask the next {Math.min(BATCH, left)}
          </button>
        )}
        <button type="button" class="button" onClick={props.onClose}>
          {props.back}
        </button>
        <a class="button" href="#/quality/learning">
          What was learnt
        </a>
      </div>
    </>
  );
}

/** Notes that its answer was drawn at random, once it is kept. */
function marked(entry: ReviewEntry): ReviewEntry {
  return {
    ...entry,
    target: async () => {
      const target = await entry.target();
      if (target) whenKept(target);
      return target;
    },
  };
}

function whenKept(target: AnnotationTarget): void {
  const stop = effect(() => {
    const sample = target.sample.value;
    if (target.saving.value.state !== 'kept' || !sample || !target.label.value) return;
    queueMicrotask(() => stop());
    void ignore(RANDOM_CHECK, [sample], Date.now()).catch(showError);
  });
}
