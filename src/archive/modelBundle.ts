/** `model.zip`: an ONNX file and what belongs to it, as `python -m platewheel finetune` writes it. */
import { LayoutError } from '../core/models/detectorLayout.ts';
import { ensureSize, MOST_BYTES } from '../core/models/importCheck.ts';
import { zipFiles } from './zipReader.ts';

/** What belongs to a model; a bundle's config.json is for people. */
const BELONGS = /\.(onnx|ya?ml|txt)$|^(?!.*(^|\/)config\.json$).*\.json$/i;
const MOST_FILES = 8;

/** Its files, the ONNX one first. @throws LayoutError, ZipError */
export async function bundleFiles(zip: Blob): Promise<File[]> {
  const entries = (await zipFiles(zip)).filter(({ path }) => BELONGS.test(path));
  const isOnnx = (path: string) => /\.onnx$/i.test(path);
  if (!entries.some(({ path }) => isOnnx(path))) {
    throw new LayoutError(
      'There is no ONNX file in this zip. Choose the model.zip that finetune wrote, or the ONNX file itself.',
    );
  }
  entries.sort((a, b) => Number(isOnnx(b.path)) - Number(isOnnx(a.path)));
  const files: File[] = [];
  for (const { path, bytes, read } of entries.slice(0, MOST_FILES)) {
    ensureSize(bytes);
    files.push(new File([await read(MOST_BYTES)], path.slice(path.lastIndexOf('/') + 1)));
  }
  return files;
}
