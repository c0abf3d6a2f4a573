/** The worker that tries a model before it counts: types, and nothing else. */
import type { ModelCard, ModelTask } from '../../core/modelCard.ts';

/** What was chosen: the ONNX file, and what may lie beside it. */
export interface ChosenModel {
  readonly onnx: File;
  /** A card (JSON), a fast-plate-ocr config (YAML), or a dictionary of one character a line. */
  readonly beside: readonly File[];
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
  /** Sentences worth reading that are no reason to refuse. */
  readonly notes: readonly string[];
}

export type CheckOutcome =
  | { readonly ok: true; readonly value: CheckedModel }
  /** Why it is refused and what would make it work, a sentence. */
  | { readonly ok: false; readonly message: string };

export interface ModelCheckApi {
  check(chosen: ChosenModel): Promise<CheckOutcome>;
}
