/**
 * A GPU can take its whole worker along (a driver that hangs, a device that runs out of memory).
 * After that the models run on wasm for the rest of the visit, else each photo would cost a worker.
 */
import type { EngineInfo, EngineSettings } from '../../core/engine.ts';
import type { DeviceMemory } from './deviceMemory.ts';

export interface GpuFallback {
  /**
   * What a fresh worker is to be started with.
   * @param info the engine as it ran until now, null before the first start
   * @param crashes workers lost until now
   */
  settings(asked: EngineSettings, info: EngineInfo | null, crashes: number): EngineSettings;
}

export function createGpuFallback(memory: DeviceMemory): GpuFallback {
  let crashesSeen = 0;
  let isAvoided = false;
  return {
    settings(asked, info, crashes) {
      const onGpu = info?.detector.backend === 'webgpu' || info?.reader.backend === 'webgpu';
      if (crashes > crashesSeen && onGpu) {
        isAvoided = true;
        memory.forgetGpu();
      }
      crashesSeen = crashes;
      return { ...asked, ...memory.recall(), ...(isAvoided && { backend: 'wasm' as const }) };
    },
  };
}
