/** Loading the page anew once all was wiped or put back: what it has in memory would be written over that. */
import { showToast } from '../components/toasts.tsx';

/** Everything was wiped. */
export const WIPED = 'platewheel-wiped';
/** A backup was put back as a whole. */
export const RESTORED = 'platewheel-restored';
/** A page may ask whether it is to be left. */
const LEAVING_MS = 10_000;

/** Returns only where the page stays. @param text for the page that comes, see `noteLeft` */
export async function startAnew(note: typeof WIPED | typeof RESTORED, text = ''): Promise<void> {
  sessionStorage.setItem(note, text);
  location.reload();
  await new Promise((resolve) => setTimeout(resolve, LEAVING_MS));
}

/** What the page before left to say, once; null for nothing. */
export function noteLeft(note: typeof WIPED | typeof RESTORED): string | null {
  try {
    const text = sessionStorage.getItem(note);
    sessionStorage.removeItem(note);
    return text;
  } catch {
    return null; // storage is blocked: nothing was wiped or put back
  }
}

/** Says what came back with a backup. */
export function tellRestored(): void {
  const text = noteLeft(RESTORED);
  if (text !== null) showToast({ text });
}
