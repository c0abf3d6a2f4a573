import { createRef } from 'preact';
import { fromInput } from './chosenFiles.ts';
import { addPhotos } from './readState.ts';

const photos = createRef<HTMLInputElement>();
const folder = createRef<HTMLInputElement>();
const camera = createRef<HTMLInputElement>();

/** Opens the browser's file dialog, its folder dialog, or a phone's camera. */
export const choosePhotos = () => photos.current?.click();
export const chooseFolder = () => folder.current?.click();
export const takePhoto = () => camera.current?.click();

/** Phones have no folder dialog. */
export const canChooseFolder = 'webkitdirectory' in HTMLInputElement.prototype;

/** The file inputs behind all buttons; reached by buttons and by automation, not by Tab. */
export function PhotoInputs() {
  const take = ({ currentTarget: input }: { currentTarget: HTMLInputElement }) => {
    addPhotos(fromInput(input.files ?? []));
    input.value = ''; // so that the same photo can be chosen again
  };
  const common = { class: 'visually-hidden', type: 'file', tabIndex: -1, onChange: take } as const;
  return (
    <>
      <input
        {...common}
        ref={photos}
        multiple
        accept="image/*,.heic,.heif,.avif"
        aria-label="Choose photos"
        data-testid="photo-input"
      />
      <input
        {...common}
        {...{ webkitdirectory: true }}
        ref={folder}
        multiple
        aria-label="Choose a folder"
        data-testid="folder-input"
      />
      <input
        {...common}
        ref={camera}
        accept="image/*"
        capture="environment"
        aria-label="Take a photo"
      />
    </>
  );
}
