import { useRef, useState } from 'preact/hooks';
import { learning } from '../../rpc/analysis/client.ts';
import type { LearnView } from '../../rpc/learn/contract.ts';
import { showError } from '../components/toasts.tsx';
import { plural } from '../format/numbers.ts';
import { saveFile } from '../saveFile.ts';
import { ask } from './learner.ts';

/** What would take the place of what was learnt, asked first. */
interface Question {
  readonly text: string;
  readonly yes: string;
  readonly work: () => Promise<LearnView>;
}

/** The layer as a file: to be kept, passed on, or begun anew. */
export function LayerFiles({ now }: { readonly now: LearnView | null }) {
  const input = useRef<HTMLInputElement>(null);
  const [question, setQuestion] = useState<Question | null>(null);
  const save = async () => {
    const text = await learning.exportLayer();
    if (text) saveFile(new Blob([text], { type: 'application/json' }), 'learnt-layer.json');
  };
  const take = async (file: File) => {
    const text = await file.text();
    const work = () => learning.importLayer(text);
    if (!now?.layer) return ask(work);
    setQuestion({
      text: `“${file.name}” would take the place of what was learnt from your ${plural(now.layer.answers, 'answer')}. Your answers stay, and "Forget" learns from them again.`,
      yes: 'Take the file',
      work,
    });
  };
  const forget = () =>
    setQuestion({
      text: 'What was learnt is forgotten. Your answers stay, and learning begins anew with them.',
      yes: 'Forget it',
      work: () => learning.forgetLayer(),
    });
  return (
    <section class="card" aria-labelledby="learning-file">
      <h2 id="learning-file">As a file</h2>
      <p>
        What was learnt is small and part of every backup. A file from someone else is judged by
        your own answers before it is used. Live video takes what was learnt when it starts.
      </p>
      <div class="correct-line">
        <button
          type="button"
          class="button"
          disabled={!now?.layer}
          onClick={() => void save().catch(showError)}
        >
          Save to a file
        </button>
        <button type="button" class="button" disabled={!now} onClick={() => input.current?.click()}>
          Take from a file
        </button>
        <input
          ref={input}
          type="file"
          class="visually-hidden"
          tabIndex={-1}
          aria-label="Layer file"
          accept=".json,application/json"
          data-testid="layer-file"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            event.currentTarget.value = '';
            if (file) void take(file).catch(showError);
          }}
        />
        {now?.layer && (
          <button type="button" class="button" onClick={forget}>
            Forget what was learnt
          </button>
        )}
      </div>
      {question && (
        <div role="alert" class="learn-question">
          <p>{question.text}</p>
          <div class="correct-line">
            <button
              type="button"
              class="button button-primary"
              onClick={() => {
                setQuestion(null);
                void ask(question.work).catch(showError);
              }}
            >
              {question.yes}
            </button>
            <button type="button" class="button" onClick={() => setQuestion(null)}>
              Keep what is there
            </button>
          </div>
        </div>
      )}
      {now?.kind === 'imported' && (
        <p>This one came from a file. It stays as it is until you forget it.</p>
      )}
    </section>
  );
}
