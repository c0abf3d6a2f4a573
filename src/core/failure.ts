/** How an expected failure is told: as data, with a stable code and a sentence for people. */

/**
 * Why a photo could not be read. `code` is stable (CSV and tests use it), `message` is for people:
 * what happened, why, what next. `transient` failures may succeed when tried again.
 */
export interface ReadFailure {
  readonly code:
    | 'empty'
    | 'not-an-image'
    | 'unsupported'
    | 'truncated'
    | 'too-large'
    | 'too-large-for-browser'
    | 'model'
    | 'engine';
  readonly message: string;
  readonly transient: boolean;
}

/** A value, or why there is none. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: ReadFailure };
