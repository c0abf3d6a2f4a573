import type { ComponentChildren } from 'preact';
import './chart.css';

/** A table that may be wider or longer than its place; arrow keys scroll it. */
export function TableScroll(props: {
  readonly label: string;
  readonly children: ComponentChildren;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the keyboard could not scroll
    <section class="table-scroll" aria-label={props.label} tabIndex={0}>
      {props.children}
    </section>
  );
}
