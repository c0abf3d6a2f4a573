/** What a live session needs of this app: its settings and options, and where the screen takes what comes. */
import { inScope, LIVE } from '../../core/learning/layer.ts';
import { encode, grab } from '../../live/grab.ts';
import type { SessionParts } from '../../live/session.ts';
import { createLiveVision } from '../../rpc/vision/live.ts';
import { settings } from '../appSettings.ts';
import { showToast } from '../components/toasts.tsx';
import { engine, layer } from '../engine.ts';
import { passAnswerOn } from './answers.ts';
import { keepFrame } from './keepFrame.ts';
import { liveOptions } from './liveOptions.ts';
import { guidance, models, numbers, progress, source, status, vehicles } from './liveState.ts';
import { clearOverlay, drawOverlay } from './overlay.ts';
import { keepCrop, passCropOn, showCropOf } from './vehicleCrops.ts';
import { checkWatchList, passMarkOn } from './watch.ts';

export const sessionParts: SessionParts = {
  settings() {
    const { backend, reader, country } = settings.peek();
    const own = layer.peek();
    const applies = own && inScope(own.scope, { source: LIVE, country });
    return { backend, reader, layer: applies ? { ...own, scope: { kind: 'all' } } : null };
  },
  options: () => liveOptions.peek(),
  createVision: createLiveVision,
  grab,
  encode,
  isHidden: () => document.hidden,
  sinks: {
    onStatus(now) {
      status.value = now;
    },
    onSource(about) {
      source.value = about;
    },
    onEngine(info) {
      models.value = { detector: info.detector, reader: info.reader };
      if (engine.peek().state === 'off') engine.value = { state: 'ready', info };
    },
    onShow(shown) {
      vehicles.value = shown.vehicles;
      guidance.value = shown.guidance;
      progress.value = shown.progress;
      numbers.value = shown.numbers;
    },
    onCrop: keepCrop,
    onRead(vehicle) {
      showCropOf(vehicle.id, vehicle.consensus.text);
      checkWatchList(vehicle);
    },
    onMerged(gone, into) {
      passCropOn(gone, into.id);
      passMarkOn(gone, into.id);
      passAnswerOn(gone, into.id);
      showCropOf(into.id, into.consensus.text);
      checkWatchList(into);
    },
    draw: drawOverlay,
    clear: clearOverlay,
    keepDoubtful: keepFrame,
    onDoubtfulLost(error) {
      const why = error instanceof Error ? error.message : String(error);
      showToast({ tone: 'error', text: `A doubtful frame was not kept. ${why}` });
    },
  },
};
