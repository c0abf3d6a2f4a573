/** How far the models are, over all of them, while a session starts. */
import type { LoadProgress } from '../core/engine.ts';
import type { LiveStatus } from './status.ts';

export class StartProgress {
  private readonly models = new Map<string, LoadProgress>();
  private stage: LoadProgress['stage'] = 'download';

  add(step: LoadProgress): void {
    this.models.set(step.model, step);
    this.stage = step.stage;
  }

  get status(): LiveStatus {
    const sum = (of: 'loaded' | 'total') =>
      [...this.models.values()].reduce((total, step) => total + step[of], 0);
    const what = this.stage === 'download' ? 'Loading the models' : 'Starting the reader';
    return { state: 'starting', what, loaded: sum('loaded'), total: sum('total') };
  }
}
