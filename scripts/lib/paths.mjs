/** Where things are, however a script was started. */
import { fileURLToPath } from 'node:url';

/** The repository's root. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** The built app; another folder through `PLATEWHEEL_DIST`, relative to the root or absolute. */
export const DIST = fileURLToPath(
  new URL(process.env.PLATEWHEEL_DIST ?? 'dist', new URL('../../', import.meta.url)),
);
