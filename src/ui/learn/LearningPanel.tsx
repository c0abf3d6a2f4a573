import { useEffect } from 'preact/hooks';
import { scopeKey } from '../../core/learning/layer.ts';
import type { ChangedText } from '../../core/learning/layerAbout.ts';
import { learning } from '../../rpc/analysis/client.ts';
import type { LearnView } from '../../rpc/learn/contract.ts';
import { showError } from '../components/toasts.tsx';
import { goThrough } from '../dataset/datasetState.ts';
import { startEngine } from '../engine.ts';
import { percentText, plural } from '../format/numbers.ts';
import { evidenceText, VERDICTS } from '../models/verdictWords.ts';
import { openSamples } from '../quality/open.ts';
import { Thumb } from '../quality/Thumb.tsx';
import { agreementText, check } from './blindCheck.ts';
import { LayerFiles } from './LayerFiles.tsx';
import { LearningCurve } from './LearningCurve.tsx';
import LearnStatus from './LearnStatus.tsx';
import { LearntFormats } from './LearntFormats.tsx';
import { ask, follow, learnNow } from './learner.ts';
import { view } from './learnState.ts';
import { learntReason, scopeText } from './words.ts';
import '../quality/panels.css';

/** What the reader learnt from this person: whether it is used, why, what it changed, what to do next. */
export function LearningPanel() {
  useEffect(() => {
    follow();
    void startEngine().then((isReady) => isReady && learnNow());
  }, []);
  const now = view.value;
  return (
    <div class="quality-panel">
      <section class="card" aria-labelledby="learning-title">
        <h2 id="learning-title">What the reader learnt from you</h2>
        <LearnStatus />
        {now && <Proof now={now} />}
      </section>
      <Queues />
      {now?.layer && (
        <>
          <Next now={now} />
          <LearningCurve points={now.curve} />
          <Changes now={now} />
        </>
      )}
      <LearntFormats />
      <LayerFiles now={now} />
    </div>
  );
}

/** The three orders of going through photos, and what each is for. */
function Queues() {
  const go = (queue: 'teach' | 'doubtful') => () => goThrough(queue, 'Learning');
  return (
    <section class="card" aria-labelledby="learning-queues">
      <h2 id="learning-queues">What to answer</h2>
      <ul class="learn-queues">
        <li>
          <button type="button" class="button button-primary" onClick={go('teach')}>
            Teach me
          </button>
          <span>The photos whose answers teach the reader most.</span>
        </li>
        <li>
          <a class="button" href="#/quality/suspicious">
            Find my mistakes
          </a>
          <span>Your answers that look wrong, the most suspicious first.</span>
        </li>
        <li>
          <button type="button" class="button" onClick={go('doubtful')}>
            Most doubtful results
          </button>
          <span>The readings most likely to be wrong: for results, not for learning.</span>
        </li>
      </ul>
    </section>
  );
}

function Proof({ now }: { readonly now: LearnView }) {
  const { gate } = now.verdict;
  if (!now.layer) return null;
  const rate = (right: number, n: number) => `${percentText(right / n)} of ${n}`;
  return (
    <>
      <div class="verdict" data-testid="layer-verdict" data-verdict={gate.verdict}>
        <b>{VERDICTS[gate.verdict]}</b>
        <ul>
          {gate.reasons.map((reason) => (
            <li key={JSON.stringify(reason)}>{learntReason(reason)}</li>
          ))}
        </ul>
        <p class="muted">
          Each answer counts once, read by what was learnt before it: {gate.n} counted,{' '}
          {gate.mended} mended, {gate.broken} broken. Evidence that it is better:{' '}
          {evidenceText(gate)}.
        </p>
      </div>
      <dl class="facts">
        {now.cross && (
          <>
            <dt>
              Last looked at with {plural(now.cross.answers, 'answer')}: your plates, each read
              after learning from the others
            </dt>
            <dd>
              {rate(now.cross.rightBefore, now.cross.answers)} before,{' '}
              {rate(now.cross.right, now.cross.answers)} after
            </dd>
          </>
        )}
        {check.value.asked.length > 0 && (
          <>
            <dt>Your own agreement</dt>
            <dd>{agreementText(check.value.asked)}</dd>
          </>
        )}
        {now.random.n > 0 && (
          <>
            <dt>Plates drawn at random</dt>
            <dd>
              {rate(now.random.rightBefore, now.random.n)} before,{' '}
              {rate(now.random.rightAfter, now.random.n)} after
            </dd>
          </>
        )}
        <dt>How firmly it is held to what ships</dt>
        <dd>
          λ {now.choice.lambda}, {percentText(now.choice.t)} of the way
        </dd>
      </dl>
      <ScopeField now={now} />
    </>
  );
}

/** For which photos it learns. */
function ScopeField({ now }: { readonly now: LearnView }) {
  return (
    <label class="learn-scope">
      <span class="label">Learnt for</span>
      <select
        class="select"
        value={scopeKey(now.scope)}
        onChange={({ currentTarget: { value } }) => {
          const chosen = now.scopes.find(({ scope }) => scopeKey(scope) === value);
          if (chosen) void ask(() => learning.chooseScope(chosen.scope)).catch(showError);
        }}
      >
        {now.scopes.map(({ scope, answers }) => (
          <option key={scopeKey(scope)} value={scopeKey(scope)}>
            {scopeText(scope)} ({plural(answers, 'answer')})
          </option>
        ))}
      </select>
      <span class="muted">Choosing anew asks for more evidence: each try is one more chance.</span>
    </label>
  );
}

/** What more answers will bring, and which would bring most. */
function Next({ now }: { readonly now: LearnView }) {
  const { gain, isSettled, unlike } = now;
  return (
    <section class="card" aria-labelledby="learning-next">
      <h2 id="learning-next">What next</h2>
      <p>
        {isSettled
          ? 'Enough: more answers like these will bring less than half a point.'
          : gain
            ? `25 answers more will probably bring between ${points(gain.low)} and ${points(gain.high)} points.`
            : 'What more answers bring can be told after twice as many.'}
      </p>
      {unlike.length > 0 && (
        <button
          type="button"
          class="button"
          onClick={() => openSamples(unlike, 'Answers unlike what was read')}
        >
          Look at {plural(unlike.length, 'answer')} unlike what was read
        </button>
      )}
    </section>
  );
}

const points = (share: number) => (100 * share).toFixed(1);

const SHOWN = 24;

/** Plates it mends and breaks, as pictures. */
function Changes({ now }: { readonly now: LearnView }) {
  if (!now.cross) return null;
  const { mended, broken } = now.cross;
  return (
    <section class="card" aria-labelledby="learning-changes">
      <h2 id="learning-changes">
        {plural(mended.length, 'plate')} mended, {broken.length} broken
      </h2>
      <ChangedList title="Broken" plates={broken} />
      <ChangedList title="Mended" plates={mended} />
    </section>
  );
}

function ChangedList(props: { readonly title: string; readonly plates: readonly ChangedText[] }) {
  const { title, plates } = props;
  if (plates.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul class="learn-changes">
        {plates.slice(0, SHOWN).map(({ id, text, before, after }) => (
          <li key={id}>
            <Thumb sample={id.split(' ')[0] as string} />
            <b>{text}</b>
            <span>
              <code>{before || 'nothing'}</code> became <code>{after || 'nothing'}</code>
            </span>
          </li>
        ))}
      </ul>
      {plates.length > SHOWN && <p class="muted">And {plates.length - SHOWN} more.</p>}
    </>
  );
}
