/** The frame that is shown now, kept in the dataset at a key press. */
import { platesInView } from '../../live/platesInView.ts';
import { showToast } from '../components/toasts.tsx';
import { currentSession } from './control.ts';
import { keepFrame } from './keepFrame.ts';

const JPEG = { type: 'image/jpeg', quality: 0.92 } as const;

/** Keeps the shown frame with its boxes and readings; says how it went. */
export async function captureNow(): Promise<void> {
  const session = currentSession();
  const pipeline = session?.pipeline ?? null;
  const video = session?.live?.video;
  if (pipeline === null || !video || video.videoWidth === 0) {
    showToast({ text: 'There is no picture to keep. Start a camera or open a video first.' });
    return;
  }
  // Of the frame on the screen: the boxes were found some frames ago, and have moved on since.
  const timeMs = session?.shownTimeMs ?? pipeline.scene.lastTimeMs;
  const inView = platesInView(pipeline, timeMs, {
    width: video.videoWidth,
    height: video.videoHeight,
  });
  const plates = inView.map(({ plate }) => plate);
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  canvas.getContext('2d', { alpha: false })?.drawImage(video, 0, 0);
  try {
    await keepFrame(await canvas.convertToBlob(JPEG), plates, timeMs, `key ${Math.round(timeMs)}`);
    const count = plates.length === 1 ? '1 plate' : `${plates.length} plates`;
    showToast({ text: `Frame kept in the dataset (${count}).` });
  } catch (error) {
    showToast({ tone: 'error', text: `The frame was not kept. ${(error as Error).message}` });
  }
}
