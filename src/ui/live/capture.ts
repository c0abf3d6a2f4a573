/** The frame that is shown now, kept in the dataset at a key press. */
import { logTime } from '../../core/live/log.ts';
import type { Vehicle } from '../../core/live/vehicle.ts';
import type { Box, Plate, Reading } from '../../core/types.ts';
import { showToast } from '../components/toasts.tsx';
import { currentSession } from './control.ts';
import { keepFrame } from './keepFrame.ts';
import { models, source } from './liveState.ts';
import type { LivePipeline } from './pipeline.ts';

/** Vehicles are counted anew in every visit: the first one of today is not that of yesterday. */
const VISIT = Math.round(performance.timeOrigin).toString(36);

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
  const plates = platesAt(pipeline, timeMs, {
    width: video.videoWidth,
    height: video.videoHeight,
  });
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  canvas.getContext('2d', { alpha: false })?.drawImage(video, 0, 0);
  try {
    await keep(await canvas.convertToBlob(JPEG), plates, timeMs, `key ${Math.round(timeMs)}`);
    const count = plates.length === 1 ? '1 plate' : `${plates.length} plates`;
    showToast({ text: `Frame kept in the dataset (${count}).` });
  } catch (error) {
    showToast({ tone: 'error', text: `The frame was not kept. ${(error as Error).message}` });
  }
}

/** Writes a frame with its provenance. @throws with a message for people */
export async function keep(
  photo: Blob,
  plates: readonly Plate[],
  timeMs: number,
  burst: string,
): Promise<void> {
  const about = source.peek();
  const used = models.peek();
  if (about === null || used === null) throw new Error('No picture is open.');
  const when = logTime(Math.max(0, timeMs), about.kind).replaceAll(':', '.');
  const { detector, reader } = used;
  await keepFrame({
    photo,
    file: `${about.name} ${when}.jpg`,
    plates,
    detector,
    reader,
    burst: `live ${about.name} ${VISIT} ${burst}`,
  });
}

/** The plates in view, in pixels of a picture of `size`. */
export function platesAt(
  pipeline: LivePipeline,
  timeMs: number,
  size: { readonly width: number; readonly height: number },
): Plate[] {
  const { tracker, roster } = pipeline.scene;
  const scale = {
    x: size.width / pipeline.frameSize.width,
    y: size.height / pipeline.frameSize.height,
  };
  return tracker.tracks.flatMap((track) => {
    const vehicle = roster.vehicles.find(({ id }) => id === roster.ofTrack.get(track.id));
    if (track.state !== 'confirmed' || vehicle === undefined) return [];
    const box = pipeline.boxAt(track, timeMs);
    const scaled: Box = {
      x: box.x * scale.x,
      y: box.y * scale.y,
      width: box.width * scale.x,
      height: box.height * scale.y,
    };
    return [{ detection: { ...track.detection, box: scaled }, reading: readingOf(vehicle) }];
  });
}

/** The agreed text as a reading. */
export function readingOf({ consensus, readings }: Vehicle): Reading | null {
  if (consensus.text === '') return null;
  const { text, confidence, characters } = consensus;
  return {
    text,
    confidence,
    characters,
    rows: readings[0]?.reading.rows ?? null,
    alternatives: [],
  };
}
