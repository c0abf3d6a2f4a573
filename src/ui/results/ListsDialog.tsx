import { signal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Dialog } from '../components/Dialog.tsx';
import { Icon } from '../components/Icon.tsx';
import { showToast } from '../components/toasts.tsx';
import { plural } from '../format/numbers.ts';
import {
  addPlates,
  type Changed,
  change,
  EMPTY_LIST,
  type ListName,
  loadPlateLists,
  plateLists,
  sizeOf,
} from '../lists/plateLists.ts';

const NAMES: Readonly<Record<ListName, string>> = {
  allow: 'Allowed plates',
  deny: 'Denied plates',
};

/** Plates that were typed and not added yet: closing does not lose them. */
const typed = {
  allow: signal(''),
  deny: signal(''),
} as const satisfies Readonly<Record<ListName, unknown>>;

/** The lists that results are marked by. */
export function ListsDialog(props: { readonly onClose: () => void }) {
  const [hash, setHash] = useState(false);
  const onClose = () => {
    const isLeft = [typed.allow, typed.deny].some((text) => text.peek().trim() !== '');
    if (isLeft) showToast({ text: 'What you typed is on no list yet. It waits under “Lists”.' });
    props.onClose();
  };
  useEffect(() => void loadPlateLists(), []);
  return (
    <Dialog title="Allowed and denied plates" onClose={onClose}>
      <p>
        Plates on a list are marked in the table, on Live and in all files; one that is a character
        away, or differs in look-alikes (0 and O), is marked as near; one on both counts as denied.
        Live calls out the denied ones. The lists stay in this browser.
      </p>
      <List name="allow" hash={hash} />
      <List name="deny" hash={hash} />
      <OnBoth />
      <label class="menu-check">
        <input
          type="checkbox"
          checked={hash}
          onChange={(event) => setHash(event.currentTarget.checked)}
        />
        Keep new plates unreadable: they can be matched, but not shown or exported
      </label>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}

/** Plates that stand on both lists, of those whose texts are known. */
function OnBoth() {
  const { allow, deny } = plateLists.value;
  const denied = new Set(deny.plain);
  const both = allow.plain.filter((plate) => denied.has(plate));
  if (both.length === 0) return null;
  return (
    <p class="storage-remind" role="status">
      On both lists, so denied: {both.slice(0, 5).join(', ')}
      {both.length > 5 && ` and ${both.length - 5} more`}.
    </p>
  );
}

function say(text: string, { saved }: Changed, undo?: () => void): void {
  showToast({
    text: saved ? text : `${text} This browser refuses storage, so it holds until you leave.`,
    ...(undo ? { action: { label: 'Undo', run: undo } } : {}),
  });
}

function List({ name, hash }: { readonly name: ListName; readonly hash: boolean }) {
  const text = typed[name].value;
  const setText = (input: string) => {
    typed[name].value = input;
  };
  const file = useRef<HTMLInputElement>(null);
  const list = plateLists.value[name];
  const add = async (input: string) => {
    const added = await addPlates(name, input, hash);
    if (input === typed[name].peek()) setText('');
    say(`${plural(added.plates, 'plate')} added to “${NAMES[name]}”.`, added);
  };
  const takeOff = async (plate: string) => {
    const before = plateLists.peek()[name];
    const plain = before.plain.filter((one) => one !== plate);
    const changed = await change(name, { ...before, plain });
    say(`${plate} is off “${NAMES[name]}”.`, changed, () => void change(name, before));
  };
  const empty = async () => {
    const before = plateLists.peek()[name];
    const emptied = await change(name, EMPTY_LIST);
    say(`“${NAMES[name]}” is empty.`, emptied, () => void change(name, before));
  };
  return (
    <section class="list-section">
      <h3>
        {NAMES[name]} <span class="muted">({sizeOf(list)})</span>
      </h3>
      {list.plain.length > 0 && (
        <ul class="list-plates">
          {list.plain.map((plate) => (
            <li key={plate}>
              {plate}
              <button
                type="button"
                class="icon-button"
                aria-label={`Take ${plate} off the list`}
                onClick={() => void takeOff(plate)}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
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
          <button type="button" class="link-button" onClick={() => void empty()}>
            Empty this list
          </button>
        )}
      </div>
    </section>
  );
}
