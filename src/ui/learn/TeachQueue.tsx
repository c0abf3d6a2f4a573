import { effect, signal } from '@preact/signals';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { hash32 } from '../../core/dataset/hash32.ts';
import type { TeachItem, TeachPick } from '../../core/learning/teachItems.ts';
import { learning } from '../../rpc/analysis/client.ts';
import { ignore } from '../../store/analysis.ts';
import { showError } from '../components/toasts.tsx';
import { isOpen, type ShownPlate } from '../correct/actions.ts';
import type { AnnotationTarget } from '../correct/annotationTarget.ts';
import { plural } from '../format/numbers.ts';
import { ReviewView } from '../review/ReviewView.tsx';
import type { ReviewEntry } from '../review/useEntry.ts';
import { BlindAsk } from './BlindAsk.tsx';
import { countAnswer, known } from './blindCheck.ts';
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
  const [asksAgain, setAsksAgain] = useState(false);
  const answered = useRef(0);
  /** What was asked before and still waits. */
  const earlier = () => {
    const waits = new Set(items().map(({ id }) => id));
    return (asked.get(place) ?? []).filter(({ id }) => waits.has(id));
  };
  const ask = (made: readonly TeachPick[]) => {
    asked.set(place, made);
    setPicks(made);
  };
  const next = async () => {
    const left = earlier();
    if (left.length > 0) return ask(left);
    const labelled = view.peek()?.answers ?? 0;
    const waiting = items();
    // The same photos at the same point are asked for alike: a draw that can be made again.
    const seed = hash32([labelled, ...waiting.map(({ id }) => id)].join(' '));
    ask(await learning.teach(waiting, labelled, seed, BATCH));
  };
  useEffect(() => {
    void known.then(next).catch(showError);
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
  const count = useCallback((target: AnnotationTarget, plate: ShownPlate) => {
    answered.current += 1;
    if (countAnswer(target, plate.id)) setAsksAgain(true);
  }, []);
  if (!picks) return <p class="screen-loading">Looking for what teaches most …</p>;
  return (
    <div class="teach" data-testid="teach-queue" data-left={picks.length}>
      <LearnStatus />
      {asksAgain ? (
        <BlindAsk
          onDone={() => {
            ask(earlier());
            setAsksAgain(false);
          }}
        />
      ) : (
        <ReviewView
          key={picks.map(({ id }) => id).join(' ')}
          queue={entries}
          start={0}
          asks={isOpen}
          back={props.back}
          onClose={props.onClose}
          note={(key) => <Why pick={reasons.get(key)} />}
          onAnswered={count}
          summary={() => <Summary answered={answered.current} onNext={next} {...props} />}
        />
      )}
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
          ? 'Every photo that was read has its answer. Read more photos to go on.'
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
