/**
 * The browser's Back, on phones a gesture, closes what is open over a screen before it leaves the screen.
 *
 * What opens adds an entry to the history. Closed by other means its entry stays, and is stepped over by
 * the next Back: taking it out at once would race with whatever opens or is gone to next.
 */
import { useLayoutEffect, useRef } from 'preact/hooks';

interface Layer {
  readonly id: number;
  readonly close: () => void;
}

const open: Layer[] = [];
/** Entries of an earlier visit must not look like ours. */
let newest = Date.now();
/** The entry that is shown, and the screen it is of. */
let at = { id: 0, hash: '' };

/** Back calls `close` while `isOpen`. */
export function useBack(close: () => void, isOpen = true): void {
  const latest = useRef(close);
  latest.current = close;
  // With what opens, not after the next frame: Back may follow at once.
  useLayoutEffect(() => {
    if (!isOpen) return;
    newest += 1;
    const layer = { id: newest, close: () => latest.current() };
    const add = isDead(shownId()) ? 'replaceState' : 'pushState';
    history[add]({ layer: layer.id }, '');
    at = { id: layer.id, hash: location.hash };
    open.push(layer);
    return () => {
      const index = open.indexOf(layer);
      if (index >= 0) open.splice(index, 1);
    };
  }, [isOpen]);
}

addEventListener('popstate', () => {
  const before = at;
  at = { id: shownId(), hash: location.hash };
  if (at.hash !== before.hash) return; // another screen: what was open goes with its own
  if (isDead(before.id) && at.id < before.id) history.back();
  for (const { id, close } of [...open].reverse()) if (id > at.id) close();
});

const shownId = (): number => (history.state as { layer?: number } | null)?.layer ?? 0;

const isDead = (id: number): boolean => id > 0 && !open.some((layer) => layer.id === id);
