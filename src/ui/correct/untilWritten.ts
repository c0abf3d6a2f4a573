import { storageState, whenWritable } from '../../store/guard.ts';
import { StoreError } from '../../store/storeError.ts';
import type { AnnotationTarget } from './annotationTarget.ts';

/**
 * Tries again once there is room: what was said stays on the screen meanwhile, and what comes after
 * it waits behind it, in order.
 */
export async function untilWritten<T>(
  target: AnnotationTarget,
  work: () => Promise<T>,
): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const waits = error instanceof StoreError && ['full', 'failed'].includes(error.code);
      if (!waits || storageState() === 'ok') throw error;
      target.saving.value = { state: 'waiting', message: error.message };
      await whenWritable();
      target.saving.value = { state: 'keeping' };
    }
  }
}
