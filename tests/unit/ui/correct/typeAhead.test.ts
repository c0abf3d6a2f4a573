import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dropKeys, giveKeys, holdKeys, keysWaiting } from '../../../../src/ui/correct/typeAhead.ts';

/** The page's listeners for keys; what they let through. */
let listeners: Set<(event: KeyboardEvent) => void>;

/** A key as the browser sends it. @returns whether it went on to the page */
function press(key: string, more: Partial<KeyboardEvent> = {}): boolean {
  let passed = true;
  const event = {
    ...{ key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
    ...{ isTrusted: true, preventDefault: () => undefined, ...more },
    stopImmediatePropagation: () => {
      passed = false;
    },
  };
  for (const listener of [...listeners]) listener(event as KeyboardEvent);
  return passed;
}

const given = () => {
  const keys: string[] = [];
  giveKeys(({ key }) => keys.push(key));
  return keys;
};

beforeEach(() => {
  vi.useFakeTimers();
  listeners = new Set();
  vi.stubGlobal('addEventListener', (_: string, l: (e: KeyboardEvent) => void) => listeners.add(l));
  vi.stubGlobal('removeEventListener', (_: string, l: (e: KeyboardEvent) => void) =>
    listeners.delete(l),
  );
});
afterEach(() => {
  dropKeys();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('keys typed ahead', () => {
  it('wait for the next plate, in order, however long it takes', () => {
    holdKeys();
    expect(press('A')).toBe(false);
    vi.advanceTimersByTime(60_000);
    expect(press('Enter')).toBe(false);
    expect(keysWaiting()).toBe(2);
    expect(given()).toEqual(['A', 'Enter']);
    expect(keysWaiting()).toBe(0);
    expect(press('B')).toBe(true);
  });

  it('an Enter among them holds what came after it for the plate after that', () => {
    holdKeys();
    for (const key of ['A', 'Enter', 'B']) press(key);
    const first: string[] = [];
    giveKeys(({ key }) => {
      first.push(key);
      if (key === 'Enter') holdKeys();
    });
    expect(first).toEqual(['A', 'Enter']);
    expect(keysWaiting()).toBe(1);
    expect(given()).toEqual(['B']);
  });

  it('are let go, and counted, where their plate does not come', () => {
    holdKeys();
    for (const key of ['A', 'Enter']) press(key);
    expect(dropKeys()).toBe(2);
    expect(keysWaiting()).toBe(0);
    expect(given()).toEqual([]);
  });

  it('leave the browser’s own and the page’s ways about alone', () => {
    holdKeys();
    expect(press('z', { ctrlKey: true })).toBe(true);
    expect(press('Tab')).toBe(true);
    expect(press('ArrowDown')).toBe(true);
    expect(press('a', { isTrusted: false })).toBe(true);
    expect(keysWaiting()).toBe(0);
  });
});
