/**
 * The words of the domain, shared by every layer. Units are in the doc comments;
 * "image pixels" are pixels of the upright source photo (EXIF rotation applied).
 */

/** Axis-aligned box, pixels from the top left of the image it belongs to. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Width and height in whole pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Decoded pixels, row-major RGBA, 8 bits a channel, not premultiplied. */
export interface RgbaImage extends Size {
  readonly data: Uint8ClampedArray;
}

/** One box found by a detector. `box` in image pixels, `confidence` 0–1 (objectness × class score). */
export interface Detection {
  readonly box: Box;
  readonly confidence: number;
  /** Index into the detector's class names. */
  readonly classIndex: number;
}

/** One possible character of a slot; `char` is `0-9`, `A-Z` or `_` (blank). */
export interface CharacterGuess {
  readonly char: string;
  readonly confidence: number;
}

/** One character of a reading with its runners-up, best first (the character itself left out). */
export interface Character extends CharacterGuess {
  readonly alternatives: readonly CharacterGuess[];
}

/** What a reader made of one crop. An unreadable crop has `text: ''` and no characters. */
export interface Reading {
  readonly text: string;
  /** The lowest confidence over all slots, blanks included; 0–1. */
  readonly confidence: number;
  readonly characters: readonly Character[];
  /** Rows of text seen; null where that cannot be told, and without a text. */
  readonly rows: 1 | 2 | null;
  /** Other whole texts, most likely first. */
  readonly alternatives: readonly { readonly text: string; readonly confidence: number }[];
  /** Where a personal last layer read it too. */
  readonly layer?: LayerReading;
}

/** The two readings of a plate that a personal last layer read as well: one is the reading itself, this has the other. */
export interface LayerReading {
  /** The layer's id, and how many answers it was learnt from. */
  readonly id: string;
  readonly answers: number;
  /** The reading itself is the layer's, `other` the raw one; else the other way round. */
  readonly isUsed: boolean;
  readonly other: Omit<Reading, 'layer'>;
}

/** A plate: where it is and what it says. `reading` is null while unread or when reading failed. */
export interface Plate {
  readonly detection: Detection;
  readonly reading: Reading | null;
}

/** Which execution provider of onnxruntime runs a model; `cpu` is the native one of the command line. */
export type Backend = 'webgpu' | 'wasm' | 'cpu';

/** A model as it was used, for provenance in results and stored records. */
export interface ModelRef {
  readonly id: string;
  /** Lower-case hex sha256 of the file's bytes ('' for tesseract). */
  readonly sha256: string;
  readonly backend: Backend;
}

/** Milliseconds spent per stage on one photo. */
export interface StageTimes {
  readonly decodeMs: number;
  readonly detectMs: number;
  readonly readMs: number;
  readonly totalMs: number;
  /** The part spent inside onnxruntime; tesseract does not count, older records lack it. */
  readonly inferenceMs?: number;
}
