/**
 * A folder that is watched: its new photos are read as they come. Needs the File System Access API;
 * nothing is written there.
 */

import { showError, showToast } from '../components/toasts.tsx';
import { namedLikePhoto } from '../read/chosenFiles.ts';
import { addPhotos, watchedFolder } from '../read/readState.ts';

const EVERY_MS = 4_000;

interface Folder {
  readonly name: string;
  values(): AsyncIterable<FileSystemFileHandle | (Folder & { readonly kind: 'directory' })>;
}

/** Must be called from a click: the browser asks which folder. */
export async function watchFolder(): Promise<void> {
  const { showDirectoryPicker } = globalThis as {
    showDirectoryPicker?: (options: { readonly mode: 'read' }) => Promise<Folder>;
  };
  if (!showDirectoryPicker) return;
  let folder: Folder;
  try {
    folder = await showDirectoryPicker({ mode: 'read' });
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'AbortError')) showError(error);
    return;
  }
  watchedFolder.peek()?.stop();
  const sizes = new Map<string, string>();
  const added = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  const stop = () => {
    stopped = true;
    clearTimeout(timer);
    watchedFolder.value = null;
  };
  let isFirst = true;
  const look = async () => {
    try {
      const photos: { file: File; path: string }[] = [];
      for await (const { file, path } of filesOf(folder, '')) {
        const stamp = `${path} ${file.size} ${file.lastModified}`;
        // One that still grows is being written: it is read once it stays as it is.
        const settled = sizes.get(path) === stamp && file.size > 0;
        sizes.set(path, stamp);
        // What lies there already is for "A whole folder".
        if (isFirst) added.add(stamp);
        if (!settled || added.has(stamp)) continue;
        added.add(stamp);
        photos.push({ file, path });
      }
      isFirst = false;
      if (!stopped && photos.length > 0) addPhotos({ photos, skipped: 0, unopened: [] });
    } catch {
      stop();
      showToast({
        tone: 'error',
        text: `The folder “${folder.name}” cannot be read any more, so it is no longer watched.`,
      });
      return;
    }
    if (!stopped) timer = setTimeout(() => void look(), EVERY_MS);
  };
  watchedFolder.value = { name: folder.name, stop };
  showToast({ text: `Watching “${folder.name}”: new photos are read as they come.` });
  void look();
}

async function* filesOf(
  folder: Folder,
  under: string,
): AsyncGenerator<{ readonly file: File; readonly path: string }> {
  for await (const entry of folder.values()) {
    const path = under + entry.name;
    if (entry.kind === 'directory') yield* filesOf(entry as Folder, `${path}/`);
    else if (namedLikePhoto(path)) {
      const file = await (entry as FileSystemFileHandle).getFile().catch(() => null);
      if (file) yield { file, path };
    }
  }
}
