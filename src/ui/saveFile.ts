/** Hands a file to the person by the browser's own download. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download reads the blob after this task; a minute is ample, and a leak is not.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
