/** The analysis worker: the health of the dataset, measured where the data is. */
import { expose } from 'comlink';
import { Analysis } from '../src/analysis/analysis.ts';
import { createDesk } from '../src/analysis/desk.ts';

expose(createDesk(new Analysis()));
