/** Short messages at the bottom of the screen, with at most one action such as Undo. */
import { signal } from '@preact/signals';
import { announce } from './announce.ts';
import { Icon } from './Icon.tsx';

export interface Toast {
  readonly text: string;
  readonly tone?: 'plain' | 'error';
  readonly action?: { readonly label: string; readonly run: () => void };
  /** Stays until dismissed. */
  readonly stays?: boolean;
}

interface ShownToast extends Toast {
  readonly id: number;
}

const shown = signal<readonly ShownToast[]>([]);
let lastId = 0;

/** Long enough to read and to reach Undo with the keyboard; errors stay until dismissed. */
const PLAIN_MS = 6_000;
const ACTION_MS = 12_000;

/** Shows a message and says it to screen readers; returns the function that takes it away. */
export function showToast(toast: Toast): () => void {
  lastId += 1;
  const id = lastId;
  const dismiss = () => {
    shown.value = shown.value.filter((other) => other.id !== id);
  };
  // Said again it stands there once.
  const others = shown.value.filter(({ text, action }) => action || text !== toast.text);
  shown.value = [...others.slice(-2), { ...toast, id }];
  announce(toast.text);
  if (toast.tone !== 'error' && !toast.stays)
    setTimeout(dismiss, toast.action ? ACTION_MS : PLAIN_MS);
  return dismiss;
}

/** Shows what went wrong, whatever was thrown. */
export function showError(error: unknown): undefined {
  showToast({ tone: 'error', text: error instanceof Error ? error.message : String(error) });
}

export function Toasts() {
  const dismiss = (id: number) => {
    shown.value = shown.value.filter((toast) => toast.id !== id);
  };
  return (
    <section class="toasts" aria-label="Messages">
      {shown.value.map((toast) => (
        <div key={toast.id} class="toast" data-tone={toast.tone ?? 'plain'}>
          <p>{toast.text}</p>
          {toast.action && (
            <button
              type="button"
              class="button button-quiet"
              onClick={() => {
                toast.action?.run();
                dismiss(toast.id);
              }}
            >
              {toast.action.label}
            </button>
          )}
          <button
            type="button"
            class="icon-button"
            aria-label="Dismiss message"
            onClick={() => dismiss(toast.id)}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
    </section>
  );
}
