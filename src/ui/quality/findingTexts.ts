/** Which text is offered for a suspicious label, and which one an answer means. */
import { normalisePlateText } from '../../core/plateText.ts';
import type { Finding } from '../../core/quality/findings.ts';

type Texts = Pick<Finding, 'kind' | 'given' | 'read' | 'isCorrection'>;

/** What stands in the field at first: what was read, but where a person has put another text in its place. */
export const offeredText = ({ isCorrection, given, read }: Texts): string =>
  (isCorrection ? given : read) || given;

/**
 * What "take it" means: the text that stands in the field where Enter was pressed there or it was typed,
 * else what was read.
 * @returns null where that is what the label says already: it is kept
 */
export function takenText(finding: Texts, typed: string | null): string | null {
  const text = typed ?? (finding.read || finding.given);
  const isKept = finding.kind === 'text' && normalisePlateText(text) === finding.given;
  return isKept ? null : text;
}
