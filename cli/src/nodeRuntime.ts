/** onnxruntime's native package for Node, as the engine wants it. */
import * as ort from 'onnxruntime-node';
import { type Ort, ortSession } from '../../src/inference/ortSession.ts';
import type { Runtime } from '../../src/inference/runtime.ts';

/**
 * @param threads of one session. Photos beside each other with one thread each are faster than one
 *   photo with several, which wait for each other at every layer.
 */
export function nodeRuntime(threads = 1): Runtime {
  return {
    home: 'cpu',
    threads,
    isolated: true,
    faster: async () => null,
    session: (bytes) =>
      ortSession(ort as unknown as Ort, bytes, 'cpu', {
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        executionMode: 'sequential',
      }),
  };
}
