/** The analysis worker: the health of the dataset, measured where the data is. */
import { expose } from 'comlink';
import { Analysis } from '../src/analysis/analysis.ts';
import { createDesk } from '../src/analysis/desk.ts';
import { createLearnDesk } from '../src/analysis/learning/desk.ts';
import type { AnalysisApi } from '../src/rpc/analysis/contract.ts';
import type { LearnApi } from '../src/rpc/learn/contract.ts';

expose({
  ...createDesk(new Analysis()),
  ...createLearnDesk(),
} satisfies AnalysisApi & LearnApi);
