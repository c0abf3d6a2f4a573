import { useEffect, useState } from 'preact/hooks';
import { normalisePlateText } from '../../core/plateText.ts';
import { announce } from '../components/announce.ts';
import { showError, showToast } from '../components/toasts.tsx';
import { confirmText, markUnreadable } from '../correct/actions.ts';
import { dropKeys, holdKeys } from '../correct/typeAhead.ts';
import { BlindField } from '../quality/BlindField.tsx';
import {
  agreementText,
  type BlindQuestion,
  blindQuestion,
  check,
  noteQuestion,
} from './blindCheck.ts';
import '../quality/suspicious.css';

/**
 * One of the earlier answers asked once more, blind. Where the two differ the person says which is
 * right; what counts for the rate is what was said without seeing it. @param onDone goes on with the queue
 */
export function BlindAsk({ onDone }: { readonly onDone: () => void }) {
  const [question, setQuestion] = useState<BlindQuestion | null>(null);
  const [again, setAgain] = useState<string | null>(null);
  const done = () => {
    holdKeys(); // until the next plate is there
    onDone();
  };
  useEffect(() => {
    const skip = () => {
      noteQuestion(null);
      done();
    };
    blindQuestion().then(
      (found) => {
        dropKeys(); // they were meant for another plate
        if (!found) return skip();
        setQuestion(found);
        announce('An earlier plate is asked once more.');
      },
      (error: unknown) => {
        showError(error);
        skip();
      },
    );
  }, []);
  if (!question) return <p class="screen-loading">Fetching a plate …</p>;
  const { given, box, photo, size, target, shown } = question;
  if (again !== null) {
    const settle = (work: () => void) => {
      work();
      done();
    };
    return (
      <section class="blind" aria-label="Asked once more">
        <div class="card blind-differs" data-testid="blind-differs">
          <h1>Which is right?</h1>
          <p>
            Before you said <b class="plate-text">{given}</b>, now{' '}
            <b class="plate-text">{again || 'unreadable'}</b>. That happens to everyone: hard plates
            can be read in two ways.
          </p>
          <div class="correct-line">
            <button type="button" class="button" onClick={() => settle(() => undefined)}>
              Keep {given}
            </button>
            {again !== '' && (
              <button
                type="button"
                class="button"
                onClick={() => settle(() => void confirmText(target, shown, again))}
              >
                Take {again}
              </button>
            )}
            <button
              type="button"
              class="button"
              onClick={() => settle(() => markUnreadable(target, shown, 'blurred'))}
            >
              Nobody can tell
            </button>
          </div>
          <p class="muted">{agreementText(check.value.asked)}.</p>
        </div>
      </section>
    );
  }
  return (
    <section class="blind" aria-label="Asked once more">
      <h1 class="visually-hidden">Teach me</h1>
      <BlindField
        photo={{ blob: photo, size }}
        box={box}
        note="You answered this one before. It is asked once more, without showing what you said, to see how sure anyone can be."
        onAnswer={(typed) => {
          const text = normalisePlateText(typed);
          noteQuestion({ given, again: text });
          if (text !== given) return setAgain(text);
          showToast({ text: `The same as before: ${agreementText(check.peek().asked)}.` });
          done();
        }}
      />
      <button
        type="button"
        class="button button-quiet"
        onClick={() => {
          noteQuestion(null);
          done();
        }}
      >
        Not now
      </button>
    </section>
  );
}
