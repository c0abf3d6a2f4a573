/** What a person's answers say about how far readings can be trusted. */
import { checkedPlates } from '../../core/checkedPlates.ts';
import type { Answer } from '../../core/quality/sureSet.ts';
import { savedSamples } from '../../store/library.ts';

/** Every kept answer to a reading: how sure it was, and whether it was right. */
export async function savedAnswers(): Promise<readonly Answer[]> {
  const samples = await savedSamples();
  return samples.flatMap(({ prediction, label }) =>
    label === null
      ? []
      : checkedPlates(prediction, label).flatMap(({ read, checked }) => {
          const reading = read?.reading;
          if (!reading?.text || checked === '') return [];
          return [{ confidence: reading.confidence, right: checked === 'confirmed' }];
        }),
  );
}
