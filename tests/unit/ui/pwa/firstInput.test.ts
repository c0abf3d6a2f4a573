import { expect, test } from 'vitest';
import { watchForInput } from '../../../../src/ui/pwa/firstInput.ts';

const page = () => new EventTarget() as Document;

test.each(['pointerdown', 'keydown', 'paste', 'drop', 'dragenter', 'change'])(
  '%s counts as input',
  (type) => {
    const target = page();
    const untouched = watchForInput(target);
    expect(untouched()).toBe(true);
    target.dispatchEvent(new Event(type));
    expect(untouched()).toBe(false);
  },
);

test('moving the mouse or scrolling does not', () => {
  const target = page();
  const untouched = watchForInput(target);
  target.dispatchEvent(new Event('pointermove'));
  target.dispatchEvent(new Event('scroll'));
  expect(untouched()).toBe(true);
});
