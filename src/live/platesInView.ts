/** What a frame shows, as plates with boxes and readings, to be kept with it. */
import type { Vehicle } from '../core/live/vehicle.ts';
import type { Box, Plate, Reading, Size } from '../core/types.ts';
import type { LivePipeline } from './pipeline.ts';

export interface PlateInView {
  readonly vehicleId: number;
  readonly plate: Plate;
}

/** The plates in view, in pixels of a picture of `size`. */
export function platesInView(pipeline: LivePipeline, timeMs: number, size: Size): PlateInView[] {
  const { tracker, registry } = pipeline.scene;
  const scale = {
    x: size.width / pipeline.frameSize.width,
    y: size.height / pipeline.frameSize.height,
  };
  return tracker.tracks.flatMap((track) => {
    const vehicle = registry.vehicles.find(({ id }) => id === registry.ofTrack.get(track.id));
    if (track.state !== 'confirmed' || vehicle === undefined) return [];
    const box = pipeline.boxAt(track, timeMs);
    const scaled: Box = {
      x: box.x * scale.x,
      y: box.y * scale.y,
      width: box.width * scale.x,
      height: box.height * scale.y,
    };
    const detection = { ...track.detection, box: scaled };
    return [{ vehicleId: vehicle.id, plate: { detection, reading: readingOf(vehicle) } }];
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
