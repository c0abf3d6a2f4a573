/** The worker in which an imported model is tried before it counts. */
import { expose } from 'comlink';
import { checkModelFile } from '../src/browser/checkModel.ts';
import type { ModelCheckApi } from '../src/rpc/modelCheck/contract.ts';

expose({ check: checkModelFile } satisfies ModelCheckApi);
