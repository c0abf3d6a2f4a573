/** The second opinion as one side of a comparison: it is no model file, so it cannot be taken into use here. */
import type { ListedModel } from './modelsState.ts';

const ID = 'tesseract';

export const TESSERACT: ListedModel = {
  sha256: ID,
  task: 'reader',
  card: { id: ID, task: 'reader', version: '7', sha256: '', bytes: 0 },
  raw: {},
  file: null,
};

export const isTesseract = ({ sha256 }: ListedModel) => sha256 === ID;
