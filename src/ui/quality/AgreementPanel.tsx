import { signal } from '@preact/signals';
import { useEffect, useId, useState } from 'preact/hooks';
import { normalisePlateText } from '../../core/plateText.ts';
import {
  type Agreement,
  type Answered,
  agreementOf,
  type Question,
} from '../../core/quality/agreement.ts';
import type { Size } from '../../core/types.ts';
import { analysis } from '../../rpc/analysis/client.ts';
import { savedMemory, saveMemory } from '../../store/analysis.ts';
import { savedPhoto, savedSample } from '../../store/library.ts';
import { showError } from '../components/toasts.tsx';
import { plural } from '../format/numbers.ts';
import { check } from '../learn/blindCheck.ts';
import { BlindField } from './BlindField.tsx';

const ASKED = 20;
/** Questions and answers of the round that is on, kept so that a reload goes on with it. */
interface Round {
  readonly questions: readonly Question[];
  readonly answers: readonly string[];
}
const round = signal<Round | null>(null);
void savedMemory('agreement').then(
  (saved) => {
    round.value = (saved as Round | undefined) ?? null;
  },
  () => undefined, // without storage a round begins anew
);

async function keep(next: Round | null): Promise<void> {
  round.value = next;
  await saveMemory('agreement', next).catch(showError);
}

/** The most suspicious labels asked again, blind: how far the person agrees with themselves. */
export function AgreementPanel() {
  const now = round.value;
  const begin = async () => {
    const seed = Math.floor(performance.now() * 1000) % 2 ** 31;
    const questions = await analysis.questions(ASKED, seed).catch(showError);
    if (questions) await keep({ questions, answers: [] });
  };
  const question = now?.questions[now.answers.length];
  if (now && question) {
    return (
      <Ask
        key={`${question.sample} ${question.plate}`}
        question={question}
        left={now.questions.length - now.answers.length}
        onAnswer={(text) =>
          void keep({ ...now, answers: [...now.answers, normalisePlateText(text)] })
        }
        onBack={now.answers.length === 0 ? null : () => void keep(withoutLast(now))}
        onStop={() => void keep(stopped(now))}
      />
    );
  }
  return (
    <div class="quality-panel">
      <section class="card">
        <h2>Asked again, blind</h2>
        <p>
          The {ASKED} labels that look most doubtful are asked once more, in another order and
          without showing what you said. Where you disagree with yourself, nobody can be sure: such
          plates limit what any reader can reach.
        </p>
        <button type="button" class="button button-primary" onClick={() => void begin()}>
          {now ? 'Ask again' : 'Begin'}
        </button>
      </section>
      {now && now.questions.length > 0 && <Result title="" result={agreementOf(answersOf(now))} />}
      {check.value.asked.length > 0 && (
        <Result title="While teaching: " result={agreementOf(check.value.asked)} />
      )}
      {now?.questions.length === 0 && (
        <p class="quality-note">No plate's text was checked yet: there is nothing to ask again.</p>
      )}
    </div>
  );
}

const withoutLast = (now: Round): Round => ({ ...now, answers: now.answers.slice(0, -1) });

/** What was answered is the round then; null where nothing was. */
function stopped({ questions, answers }: Round): Round | null {
  return answers.length === 0 ? null : { questions: questions.slice(0, answers.length), answers };
}

const answersOf = ({ questions, answers }: Round): Answered[] =>
  questions.map(({ given }, i) => ({ given, again: answers[i] ?? '' }));

function Result({ title, result }: { readonly title: string; readonly result: Agreement }) {
  const id = useId();
  const { plates, same, perCharacter, perPlate, differences } = result;
  const kappa = (value: number | null) => (value === null ? 'cannot be told' : value.toFixed(2));
  return (
    <section class="card" aria-labelledby={id} data-testid="agreement">
      <h2 id={id}>
        {title}
        {same} of {plates} answered alike
      </h2>
      <dl class="facts">
        <dt>Agreement by character (κ)</dt>
        <dd>{kappa(perCharacter)}</dd>
        <dt>Agreement by plate (κ)</dt>
        <dd>{kappa(perPlate)}</dd>
      </dl>
      {differences.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">Before</th>
              <th scope="col">Now</th>
            </tr>
          </thead>
          <tbody>
            {differences.map(({ given, again }, n) => (
              <tr key={n}>
                <td>{given}</td>
                <td>{again === '' ? 'unreadable' : again}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Ask(props: {
  readonly question: Question;
  readonly left: number;
  readonly onAnswer: (text: string) => void;
  /** To the plate before; null at the first. */
  readonly onBack: (() => void) | null;
  readonly onStop: () => void;
}) {
  const { question, left, onAnswer, onBack, onStop } = props;
  const [photo, setPhoto] = useState<{ blob: Blob | null; size: Size } | null>(null);
  useEffect(() => {
    let wanted = true;
    void Promise.all([savedSample(question.sample), savedPhoto(question.sample)]).then(
      ([full, bytes]) => {
        if (!wanted || !full) return;
        const blob = bytes && new Blob([bytes], { type: full.sample.type });
        setPhoto({ blob, size: full.sample.size });
      },
      showError,
    );
    return () => {
      wanted = false;
    };
  }, [question.sample]);
  return (
    <BlindField
      photo={photo}
      box={question.box}
      note={`${plural(left, 'plate')} left`}
      onAnswer={onAnswer}
    >
      <div class="suspicious-keys">
        {onBack && (
          <button type="button" class="link-button" onClick={onBack}>
            Answer the last one again
          </button>
        )}
        <button type="button" class="link-button" onClick={onStop}>
          Stop here
        </button>
      </div>
    </BlindField>
  );
}
