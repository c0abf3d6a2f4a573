/** A mark on the way to this screen while a session runs and another screen is shown. */
import { effect } from '@preact/signals';
import { status } from './liveState.ts';

const TITLES: Readonly<Record<string, string>> = { running: 'Watching', paused: 'Paused' };

/** The link is not of this screen's code: what the first visit loads must not grow by a mark. */
export function markNavigation(): void {
  effect(() => {
    const { state } = status.value;
    const link = document.querySelector<HTMLElement>('.app-nav a[href="#/live"]');
    if (link === null) return;
    const title = TITLES[state];
    if (title === undefined) {
      link.removeAttribute('data-live');
      link.removeAttribute('title');
    } else {
      link.dataset.live = state;
      link.title = title;
    }
  });
}
