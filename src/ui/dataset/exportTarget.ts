/** Asking where an export goes: the disk where the browser lets us write, else a download. */
import type { ExportTarget } from '../../rpc/archive/contract.ts';
import { saveFile } from '../saveFile.ts';

interface Picker {
  showSaveFilePicker?: (options: {
    suggestedName: string;
    types: { description: string; accept: Record<string, string[]> }[];
  }) => Promise<FileSystemFileHandle>;
}

/** Must be called from a click. @returns null when the person changed their mind */
export async function askTarget(suggestedName: string): Promise<ExportTarget | null> {
  const { showSaveFilePicker } = globalThis as Picker;
  if (!showSaveFilePicker) return { kind: 'private' };
  try {
    const types = [{ description: 'Zip', accept: { 'application/zip': ['.zip'] } }];
    return { kind: 'picked', file: await showSaveFilePicker({ suggestedName, types }) };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    return { kind: 'private' }; // some browsers have the picker and refuse it here
  }
}

/** Hands over what was not written to its place already. */
export function deliver(file: Blob | null, name: string): void {
  if (file) saveFile(file, name);
}
