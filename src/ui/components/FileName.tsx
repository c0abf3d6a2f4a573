import { truncateMiddle } from './fileName.ts';

/** A file name as text: isolated from the writing direction around it, cut in the middle. */
export function FileName({ name, max = 36 }: { readonly name: string; readonly max?: number }) {
  return (
    <bdi class="file-name" title={name}>
      {truncateMiddle(name, max)}
    </bdi>
  );
}
