/** What the page and the service worker say to each other, and nothing else. */

export type PageMessage =
  /** The person asked for the new version: take over from the running one. */
  | { readonly type: 'SKIP_WAITING' }
  /** Fetch tesseract now, while nothing else is going on; answered like `WHAT_IS_KEPT`. */
  | { readonly type: 'KEEP_SECOND_READER' }
  /** Answered with a `KeepingReport` on the port that came with it. */
  | { readonly type: 'WHAT_IS_KEPT' };

export interface KeepingReport {
  /** Whether tesseract works offline; true as well when it is part of the installation. */
  readonly secondReader: boolean;
}
