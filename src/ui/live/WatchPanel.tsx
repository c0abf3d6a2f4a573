import { useState } from 'preact/hooks';
import { showToast } from '../components/toasts.tsx';
import { plural } from '../format/numbers.ts';
import {
  addPlates,
  type Changed,
  change,
  EMPTY_LIST,
  plateLists,
  removePlate,
  sizeOf,
} from '../lists/plateLists.ts';
import { changeLiveOptions, liveOptions } from './liveOptions.ts';
import { Switch } from './Switch.tsx';

/** The denied plates as the list to watch for; plates added here stay as hashes only. */
export function WatchPanel() {
  const [input, setInput] = useState('');
  const { allow, deny } = plateLists.value;
  const count = sizeOf(deny);
  const say = (text: string, { saved }: Changed) => {
    setInput('');
    showToast({
      text: saved ? text : `${text} This browser refuses storage, so it holds until you leave.`,
    });
  };
  const add = async () => {
    const added = await addPlates('deny', input, true);
    say(`${plural(added.plates, 'plate')} added.`, added);
  };
  const remove = async () => {
    const removed = await removePlate('deny', input);
    say(removed.plates ? 'Removed from the list.' : 'That plate is not on the list.', removed);
  };
  const clear = async () => {
    const before = plateLists.peek().deny;
    await change('deny', EMPTY_LIST);
    showToast({
      text: 'The watch list was cleared.',
      action: { label: 'Undo', run: () => void change('deny', before) },
    });
  };
  return (
    <section class="live-watch" aria-labelledby="watch-title">
      <h3 id="watch-title">Watch list</h3>
      <p class="muted">
        {count === 0 ? 'Empty' : plural(count, 'plate')}: the denied plates of the lists under Read,
        Table. What you add here is kept unreadable: it can be matched, but not shown. Plates one
        character away, or with look-alikes (0 for O) in them, are marked “near match”.
        {sizeOf(allow) > 0 && ` ${plural(sizeOf(allow), 'plate')} allowed.`}
      </p>
      <form
        class="live-watch-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (input.trim() !== '') void add();
        }}
      >
        <input
          class="text-input"
          type="text"
          aria-label="Plates for the watch list, separated by commas"
          placeholder="AB12 CDE, …"
          autocomplete="off"
          value={input}
          onInput={(event) => setInput(event.currentTarget.value)}
        />
        <button type="submit" class="button" disabled={input.trim() === ''}>
          Add
        </button>
        <button
          type="button"
          class="button"
          disabled={input.trim() === '' || count === 0}
          onClick={() => void remove()}
        >
          Remove
        </button>
        <button type="button" class="button" disabled={count === 0} onClick={() => void clear()}>
          Clear
        </button>
      </form>
      <Switch
        id="watch-sound"
        label="Sound on a match"
        hint="Two short tones; a near match sounds lower."
        checked={liveOptions.value.watchSound}
        onChange={(watchSound) => changeLiveOptions({ watchSound })}
      />
    </section>
  );
}
