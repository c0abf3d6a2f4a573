import { useState } from 'preact/hooks';
import { showToast } from '../components/toasts.tsx';
import { changeLiveOptions, liveOptions } from './liveOptions.ts';
import { Switch } from './Switch.tsx';
import { changeWatchList, watchList } from './watch.ts';
import { EMPTY_WATCH_LIST, withoutPlate, withPlates } from './watchList.ts';

/** The watch list: plates go in, only hashes stay. */
export function WatchPanel() {
  const [input, setInput] = useState('');
  const count = watchList.value.hashes.length;
  const say = (text: string, saved: boolean) =>
    showToast({
      text: saved ? text : `${text} This browser refuses storage, so it holds until you leave.`,
    });
  const add = async () => {
    const { list, added } = withPlates(watchList.peek(), input);
    const saved = await changeWatchList(list);
    setInput('');
    say(added === 1 ? '1 plate added.' : `${added} plates added.`, saved);
  };
  const remove = async () => {
    const { list, removed } = withoutPlate(watchList.peek(), input);
    if (!removed) return say('That plate is not on the list.', true);
    const saved = await changeWatchList(list);
    setInput('');
    say('Removed from the list.', saved);
  };
  const clear = async () => {
    const before = watchList.peek();
    await changeWatchList(EMPTY_WATCH_LIST);
    showToast({
      text: 'The watch list was cleared.',
      action: { label: 'Undo', run: () => void changeWatchList(before) },
    });
  };
  return (
    <section class="live-watch" aria-labelledby="watch-title">
      <h3 id="watch-title">Watch list</h3>
      <p class="muted">
        {count === 0 ? 'Empty.' : count === 1 ? '1 plate.' : `${count} plates.`} Kept as salted
        hashes, so it cannot be read back. Plates one character away are marked “near match”.
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
