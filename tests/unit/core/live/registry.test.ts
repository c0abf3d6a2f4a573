import { describe, expect, it } from 'vitest';
import {
  addReading,
  forget,
  mergedIds,
  NO_VEHICLES,
  observe,
  REGISTRY_DEFAULTS,
  type RegistryOptions,
  type VehicleRegistry,
} from '../../../../src/core/live/registry.ts';
import { NO_TRACKS, stepTracker, type TrackerState } from '../../../../src/core/live/tracker.ts';
import { type VehicleReading, vehicleStatus } from '../../../../src/core/live/vehicle.ts';
import { reading } from './readings.ts';
import { SIZE } from './scene.ts';

/** A tiny world: plates at places over a time, read as asked. */
class World {
  private state: TrackerState = NO_TRACKS;
  registry: VehicleRegistry = NO_VEHICLES;

  show(
    fromMs: number,
    toMs: number,
    places: readonly { x: number; y: number; speed?: number }[],
  ): this {
    for (let t = fromMs; t <= toMs; t += 100) {
      const detections = places.map(({ x, y, speed = 0 }) => ({
        box: { x: x + (speed * (t - fromMs)) / 1000, y, width: 120, height: 30 },
        confidence: 0.9,
        classIndex: 0,
      }));
      const step = stepTracker(this.state, { timeMs: t, size: SIZE, detections });
      this.state = step.state;
      this.registry = observe(this.registry, step);
    }
    return this;
  }

  read(
    vehicle: number,
    text: string,
    times = 3,
    confidence = 0.95,
    options: RegistryOptions = REGISTRY_DEFAULTS,
  ): this {
    const one: VehicleReading = {
      timeMs: 0,
      reading: reading(text, confidence),
      score: 0.9,
      heightPx: 30,
      sharpness: 0.3,
    };
    for (let i = 0; i < times; i++) {
      this.registry = addReading(this.registry, vehicle, one, options);
    }
    return this;
  }

  get texts(): string[] {
    return this.registry.vehicles.map((v) => v.consensus.text);
  }
}

describe('vehicles of a session', () => {
  it('reports the same plate seen again within the set time once', () => {
    const world = new World().show(0, 1000, [{ x: 100, y: 300, speed: 200 }]).read(1, 'AB123CD');
    world
      .show(3000, 5000, [])
      .show(20_000, 21_000, [{ x: 900, y: 500, speed: -200 }])
      .read(2, 'AB123CD');
    expect(world.texts).toEqual(['AB123CD']);
    const [vehicle] = world.registry.vehicles;
    expect(vehicle?.spans).toHaveLength(2);
    expect(vehicle?.isPresent).toBe(true);
    expect(vehicle?.consensus.votes).toBeGreaterThanOrEqual(3);
  });

  it('reports it twice when the set time is over', () => {
    const world = new World().show(0, 1000, [{ x: 100, y: 300, speed: 200 }]).read(1, 'AB123CD');
    world
      .show(3000, 5000, [])
      .show(90_000, 91_000, [{ x: 900, y: 500, speed: -200 }])
      .read(2, 'AB123CD');
    expect(world.texts).toEqual(['AB123CD', 'AB123CD']);
  });

  it('keeps two identical plates apart that are in the picture together', () => {
    const world = new World()
      .show(0, 1000, [
        { x: 100, y: 300 },
        { x: 700, y: 300 },
      ])
      .read(1, 'AB123CD')
      .read(2, 'AB123CD');
    expect(world.texts).toEqual(['AB123CD', 'AB123CD']);
  });

  it('joins the halves of a broken track over one misread character', () => {
    const world = new World().show(0, 800, [{ x: 100, y: 300 }]).read(1, 'AB123CD');
    world
      .show(900, 2400, [])
      .show(2500, 3300, [{ x: 700, y: 400 }])
      .read(2, 'AB128CD', 1, 0.5);
    expect(world.texts).toEqual(['AB123CD']);
  });

  it('joins the halves of a broken track also when every return is to be a row of its own', () => {
    const always = { sameEventMs: 0 };
    const world = new World().show(0, 1000, [{ x: 100, y: 300, speed: 200 }]).read(1, 'AB123CD');
    world.show(1100, 2500, []).show(2600, 3600, [{ x: 700, y: 400 }]);
    world.read(2, 'AB123CD', 3, 0.95, always);
    expect(world.texts).toEqual(['AB123CD']);
    world.show(3700, 20_000, []).show(20_100, 21_000, [{ x: 100, y: 300, speed: 200 }]);
    world.read(3, 'AB123CD', 3, 0.95, always);
    expect(world.texts).toEqual(['AB123CD', 'AB123CD']);
  });

  it('does not join different plates that follow one another', () => {
    const world = new World().show(0, 800, [{ x: 100, y: 300 }]).read(1, 'AB123CD');
    world
      .show(900, 2400, [])
      .show(2500, 3300, [{ x: 700, y: 400 }])
      .read(2, 'AB128CD');
    expect(world.texts).toEqual(['AB123CD', 'AB128CD']);
  });

  it('knows a parked car again without reading it', () => {
    const world = new World().show(0, 3000, [{ x: 400, y: 300 }]).read(1, 'AB123CD');
    world.show(3100, 9000, []).show(9100, 10_000, [{ x: 405, y: 302 }]);
    expect(world.registry.vehicles).toHaveLength(1);
    expect(world.registry.vehicles[0]?.hasConverged).toBe(true);
    expect(world.registry.vehicles[0]?.isPresent).toBe(true);
  });

  it('does not take a car for the one that was lost where it appears', () => {
    const world = new World().show(0, 2000, [{ x: 400, y: 300, speed: 100 }]).read(1, 'AB123CD');
    world.show(2100, 2800, []).show(2900, 4000, [{ x: 760, y: 320, speed: 100 }]);
    expect(world.registry.vehicles).toHaveLength(2);
    world.read(2, 'XY987ZW');
    expect(world.texts).toEqual(['AB123CD', 'XY987ZW']);
  });

  it('knows it again by its text, or by its movement when it could not be read', () => {
    const gap = () => {
      const world = new World().show(0, 2000, [{ x: 400, y: 300, speed: 100 }]).read(1, 'AB123CD');
      return world.show(2100, 2800, []).show(2900, 4000, [{ x: 760, y: 320, speed: 100 }]);
    };
    expect(gap().read(2, 'AB123CD', 1).texts).toEqual(['AB123CD']);
    expect(gap().show(4100, 6000, []).texts).toEqual(['AB123CD']);
    expect(gap().read(2, 'AB1Z3CO', 1, 0.5).show(4100, 6000, []).texts).toEqual(['AB123CD']);
  });

  it('says what it is sure of', () => {
    const world = new World().show(0, 500, [{ x: 100, y: 300 }]);
    expect(world.registry.vehicles.map(vehicleStatus)).toEqual(['unread']);
    world.read(1, 'AB123CD', 1);
    expect(world.registry.vehicles.map(vehicleStatus)).toEqual(['doubtful']);
    world.read(1, 'AB123CD', 2);
    expect(world.registry.vehicles.map(vehicleStatus)).toEqual(['ok']);
  });

  it('forgets what is gone and old, never what is present', () => {
    const world = new World().show(0, 500, [{ x: 100, y: 300 }]).show(600, 3000, []);
    world.show(3100, 3600, [{ x: 700, y: 300 }]);
    expect(forget(world.registry, 2000).vehicles).toHaveLength(1);
    expect(forget(world.registry, 100_000).vehicles).toHaveLength(1);
    expect(forget(world.registry, 0).vehicles).toHaveLength(2);
  });
});

describe('vehicles that were joined', () => {
  const gap = () => {
    const world = new World().show(0, 2000, [{ x: 400, y: 300, speed: 100 }]).read(1, 'AB123CD');
    return world.show(2100, 2800, []).show(2900, 4000, [{ x: 760, y: 320, speed: 100 }]);
  };

  it('are found by the id they go on under, joined by a reading', () => {
    const world = gap();
    const before = world.registry;
    expect(mergedIds(before, world.read(2, 'AB123CD', 1).registry)).toEqual(new Map([[2, 1]]));
  });

  it('are found when they are joined on leaving', () => {
    const world = gap();
    const before = world.registry;
    expect(mergedIds(before, world.show(4100, 6000, []).registry)).toEqual(new Map([[2, 1]]));
  });

  it('are followed over several joins at once', () => {
    const before = { ...NO_VEHICLES, ofTrack: new Map([[7, 3]]) };
    const after = new World().show(0, 500, [{ x: 100, y: 300 }]).registry;
    expect(mergedIds(before, { ...after, ofTrack: new Map([[7, 1]]) })).toEqual(new Map([[3, 1]]));
  });

  it('are not those that go on, were taken for another one, or were forgotten', () => {
    const world = new World().show(0, 2000, [{ x: 400, y: 300, speed: 100 }]).read(1, 'AB123CD');
    const first = world.registry;
    world.show(2100, 2800, []).show(2900, 4000, [{ x: 760, y: 320, speed: 100 }]);
    expect(mergedIds(first, world.registry).size).toBe(0);
    world.read(2, 'XY987ZW').show(4100, 6000, []);
    expect(mergedIds(first, world.registry).size).toBe(0);
    expect(mergedIds(world.registry, forget(world.registry, 100_000)).size).toBe(0);
  });
});
