import type { ComponentChildren } from 'preact';
import { Icon } from '../components/Icon.tsx';

/** The way back, and how far one is. */
export function ReviewHead(props: {
  readonly back: string;
  readonly onClose: () => void;
  /** What is left, in words. */
  readonly left: string;
  readonly answered: number;
  readonly perMinute: number;
  readonly children?: ComponentChildren;
}) {
  const { answered } = props;
  return (
    <header class="review-head">
      <h1 class="visually-hidden">Review</h1>
      <button type="button" class="button" onClick={props.onClose}>
        <Icon name="back" /> {props.back}
      </button>
      <p data-testid="review-status">
        {props.left}
        {answered > 0 && ` · ${answered} answered`}
        {answered > 0 && <span class="review-pace"> · {props.perMinute.toFixed(0)} a minute</span>}
      </p>
      {props.children}
    </header>
  );
}
