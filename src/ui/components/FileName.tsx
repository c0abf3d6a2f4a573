import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { truncateMiddle } from './fileName.ts';

/**
 * A file name as text: isolated from the writing direction around it, cut in the middle to `max`
 * characters, or to as many as there is room for.
 */
export function FileName({ name, max = 36 }: { readonly name: string; readonly max?: number }) {
  const ref = useRef<HTMLElement>(null);
  const [cut, setCut] = useState({ name, to: max });
  const fits = cut.name === name ? cut.to : max;
  useLayoutEffect(() => {
    const { scrollWidth = 0, clientWidth = 0 } = ref.current ?? {};
    const length = Math.min(fits, name.length);
    if (scrollWidth <= clientWidth || length <= 5) return;
    const room = Math.floor((length * clientWidth) / scrollWidth);
    setCut({ name, to: Math.max(5, Math.min(length - 1, room)) });
  });
  return (
    <bdi ref={ref} class="file-name" title={name}>
      {truncateMiddle(name, fits)}
    </bdi>
  );
}
