import { Icon } from '../components/Icon.tsx';
import { ProgressBar } from '../components/ProgressBar.tsx';
import { plural, rateText, timeLeftText } from '../format/numbers.ts';
import { AddMenu } from './AddMenu.tsx';
import { clearList } from './clearList.ts';
import { DownloadMenu } from './DownloadMenu.tsx';
import { batch, listOpen, mode, watchedFolder } from './readState.ts';
import { work } from './work.ts';

/** What the whole batch does: progress, pause and cancel, downloads, clear. */
export function BatchBar() {
  const run = batch.run.value;
  const { total, finished, open, stopped, doubtful, plates, checkedPlates } = batch.counts.value;
  /** Not going through photos one by one. */
  const isLooking = mode.value !== 'check' && mode.value !== 'teach';
  const resumable = batch.items.value.filter(
    (item) => item.state === 'stopped' && item.source !== null,
  ).length;
  return (
    <section class="batch-bar" aria-label="Batch" data-looking={isLooking}>
      <div class="batch-line">
        <BatchStatus />
        <div class="batch-actions">
          {doubtful > 0 && isLooking && (
            <button
              type="button"
              class={`button ${open === 0 ? 'button-primary' : ''}`}
              data-testid="check-doubtful"
              onClick={() => {
                mode.value = 'check';
              }}
            >
              <Icon name="check" />
              <span>
                Check {doubtful}
                <span class="wide-only"> doubtful</span>
              </span>
            </button>
          )}
          {open === 0 && plates > checkedPlates && isLooking && (
            <button
              type="button"
              class="button"
              data-testid="teach-me"
              onClick={() => {
                mode.value = 'teach';
              }}
            >
              Teach me
            </button>
          )}
          {isLooking && <ViewSwitch />}
          <button
            type="button"
            class="button list-toggle"
            hidden={mode.value !== 'photos'}
            aria-expanded={listOpen.value}
            onClick={() => {
              listOpen.value = !listOpen.peek();
            }}
          >
            List
          </button>
          {run === 'running' && (
            <button type="button" class="button" onClick={() => batch.pause()}>
              <Icon name="pause" /> Pause
            </button>
          )}
          {run === 'paused' && (
            <button type="button" class="button button-primary" onClick={() => batch.resume()}>
              <Icon name="play" /> Resume
            </button>
          )}
          {open > 0 && (
            <button type="button" class="button" aria-label="Cancel" onClick={() => batch.cancel()}>
              <Icon name="stop" /> <span class="wide-only">Cancel</span>
            </button>
          )}
          {open === 0 && resumable > 0 && (
            <button type="button" class="button" onClick={() => batch.readAgain()}>
              <Icon name="play" /> Read the other {stopped}
            </button>
          )}
          <AddMenu primary={doubtful === 0 || open > 0} />
          <DownloadMenu />
          <button type="button" class="button clear" aria-label="Clear results" onClick={clearList}>
            <Icon name="trash" /> <span class="wide-only">Clear</span>
          </button>
        </div>
      </div>
      {open > 0 && (
        <ProgressBar
          label="Photos read"
          value={total === 0 ? 0 : finished / (total - stopped)}
          paused={run === 'paused'}
        />
      )}
      {watchedFolder.value && (
        <p class="batch-note">
          Watching “{watchedFolder.value.name}”{' '}
          <button type="button" class="link-button" onClick={() => watchedFolder.peek()?.stop()}>
            Stop
          </button>
        </p>
      )}
      {work.value && (
        <div class="batch-note" data-testid="work">
          {work.value.title}: {work.value.done} of {work.value.total}{' '}
          <button type="button" class="link-button" onClick={() => work.peek()?.cancel()}>
            Cancel
          </button>
          <ProgressBar
            label={work.value.title}
            value={work.value.total === 0 ? null : work.value.done / work.value.total}
          />
        </div>
      )}
    </section>
  );
}

/** To all plates as a table, or back to the photos. */
function ViewSwitch() {
  const isTable = mode.value === 'table';
  const name = isTable ? 'Photos' : 'Table';
  return (
    <button
      type="button"
      class="button"
      data-testid="show-table"
      aria-label={name}
      onClick={() => {
        mode.value = isTable ? 'photos' : 'table';
      }}
    >
      <Icon name={isTable ? 'photo' : 'table'} /> <span class="wide-only">{name}</span>
    </button>
  );
}

/** The batch in one line; also the hook by which automation follows it. */
export function BatchStatus() {
  const run = batch.run.value;
  const { total, finished, failed, plates, open, stopped, checkedPlates, rejected } =
    batch.counts.value;
  const pace = batch.msPerPhoto.value;
  const parts =
    run === 'idle'
      ? ['No photos yet']
      : open > 0
        ? [
            `${finished} of ${total - stopped}`,
            ...(run === 'paused' ? ['paused'] : []),
            ...(run === 'running' && pace !== null
              ? [rateText(pace), timeLeftText(pace * open)]
              : []),
          ]
        : [
            plural(total, 'photo'),
            plural(plates, 'plate'),
            ...(failed > 0 ? [`${failed} failed`] : []),
            ...(stopped > 0 ? [`${stopped} not read`] : []),
            ...(checkedPlates > 0 ? [`${checkedPlates} checked`] : []),
            ...(rejected > 0 ? [`${rejected} not a plate`] : []),
          ];
  return (
    <p class="batch-status" data-testid="batch-status" data-state={run}>
      {parts.map((part) => (
        <span key={part}>{part}</span>
      ))}
    </p>
  );
}
