import { useEffect, useRef, useState } from 'preact/hooks';
import { Dialog } from '../components/Dialog.tsx';
import { showError, showToast } from '../components/toasts.tsx';
import { plural } from '../format/numbers.ts';
import {
  addPlates,
  clearList,
  type ListName,
  loadPlateLists,
  plateLists,
  sizeOf,
} from './plateLists.ts';

const NAMES: Readonly<Record<ListName, string>> = {
  allow: 'Allowed plates',
  deny: 'Denied plates',
};

/** The lists that results are marked by. */
export function ListsDialog({ onClose }: { readonly onClose: () => void }) {
  const [hash, setHash] = useState(false);
  useEffect(() => void loadPlateLists(), []);
  return (
    <Dialog title="Allowed and denied plates" onClose={onClose}>
      <p>
        Plates on a list are marked in the table and in all files; one that is a character away is
        marked as near. The lists stay in this browser.
      </p>
      <List name="allow" hash={hash} />
      <List name="deny" hash={hash} />
      <label class="menu-check">
        <input
          type="checkbox"
          checked={hash}
          onChange={(event) => setHash(event.currentTarget.checked)}
        />
        Keep new plates unreadable (as hashes): they can be matched, but not shown or exported
      </label>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}

function List({ name, hash }: { readonly name: ListName; readonly hash: boolean }) {
  const [text, setText] = useState('');
  const file = useRef<HTMLInputElement>(null);
  const list = plateLists.value[name];
  const add = async (input: string) => {
    try {
      const added = await addPlates(name, input, hash);
      setText('');
      showToast({ text: `${plural(added, 'plate')} added to “${NAMES[name]}”.` });
    } catch (error) {
      showError(error);
    }
  };
  return (
    <section class="list-section">
      <h3>
        {NAMES[name]} <span class="muted">({sizeOf(list)})</span>
      </h3>
      {list.plain.length > 0 && <p class="list-plates">{list.plain.slice(0, 60).join(' · ')}</p>}
      <textarea
        class="input"
        rows={2}
        aria-label={`Add to ${NAMES[name].toLowerCase()}`}
        placeholder="AB12 CDE, one a line or separated by commas"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <div class="correct-line">
        <button
          type="button"
          class="button"
          disabled={text.trim() === ''}
          onClick={() => void add(text)}
        >
          Add
        </button>
        <button type="button" class="button" onClick={() => file.current?.click()}>
          From a CSV …
        </button>
        <input
          ref={file}
          type="file"
          hidden
          accept=".csv,.txt,text/csv,text/plain"
          data-testid={`list-${name}-file`}
          onChange={async ({ currentTarget: input }) => {
            const [chosen] = input.files ?? [];
            if (chosen) await add(await chosen.text());
            input.value = '';
          }}
        />
        {sizeOf(list) > 0 && (
          <button
            type="button"
            class="link-button"
            onClick={() => void clearList(name).catch(showError)}
          >
            Empty this list
          </button>
        )}
      </div>
    </section>
  );
}
