/** Model inputs made of plate views, shared by readers that see the same plates one after the other. */
import type { PlateView } from '../core/plateCrop.ts';

export class ViewInputs {
  private readonly kept = new WeakMap<PlateView, Map<string, Float32Array>>();

  /** What `make` made of this plate under this name, by whichever reader came first. */
  of(plate: PlateView, name: string, make: () => Float32Array): Float32Array {
    const named = this.kept.get(plate) ?? new Map<string, Float32Array>();
    this.kept.set(plate, named);
    const input = named.get(name) ?? make();
    named.set(name, input);
    return input;
  }
}
