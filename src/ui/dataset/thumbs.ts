/** Previews as object URLs, the latest few hundred: a grid of ten thousand must not hold them all. */
import { savedThumb } from '../../store/library.ts';

const MOST = 400;
const urls = new Map<string, Promise<string | null>>();

/** The URL of a sample's preview, or null when there is none. */
export function thumbUrl(id: string): Promise<string | null> {
  const known = urls.get(id);
  if (known) {
    urls.delete(id); // to the end: it was used last
    urls.set(id, known);
    return known;
  }
  const made = savedThumb(id).then(
    (bytes) => bytes && URL.createObjectURL(new Blob([bytes], { type: 'image/jpeg' })),
    () => null,
  );
  urls.set(id, made);
  for (const [oldest, url] of urls) {
    if (urls.size <= MOST) break;
    urls.delete(oldest);
    void url.then((u) => u && URL.revokeObjectURL(u));
  }
  return made;
}
