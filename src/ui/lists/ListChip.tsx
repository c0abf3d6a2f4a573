import { markOf } from './marks.ts';

/** Says in a word on which list a plate stands; nothing where it is on none. */
export function ListChip({ text }: { readonly text: string | undefined }) {
  const mark = markOf(text);
  return mark === null ? null : (
    <span class="state-chip" data-list={mark.mark}>
      {mark.label}
    </span>
  );
}
