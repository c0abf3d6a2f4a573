/** What is tried of a chosen model before it counts, and what came of it. */
import type { ModelCard, ModelTask } from '../modelCard.ts';

/** What is used of a chosen file. */
export interface ChosenFile {
  readonly name: string;
  readonly size: number;
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** What was chosen: the ONNX file, and what may lie beside it. */
export interface ChosenModel {
  readonly onnx: ChosenFile;
  /** A card (JSON), a fast-plate-ocr config (YAML), or a dictionary of one character a line. */
  readonly beside: readonly ChosenFile[];
  /** What it is to be used as, where its file leaves that open. */
  readonly as?: ModelTask;
}

export interface CheckedModel {
  readonly card: ModelCard;
  /** The card came with the file and its hash is right. */
  readonly hasCard: boolean;
  /** Class names of a detector; the plate ones are in the card. */
  readonly classes: readonly string[];
  /** Milliseconds of one dry run, to compare with others here. */
  readonly ms: number;
  /** The ONNX file, where it came in a bundle. */
  readonly unpacked?: ChosenFile;
  /** Sentences worth reading that are no reason to refuse. */
  readonly notes: readonly string[];
}

export type CheckOutcome =
  | { readonly ok: true; readonly value: CheckedModel }
  /** Why it is refused and what would make it work, a sentence. */
  | { readonly ok: false; readonly message: string };
