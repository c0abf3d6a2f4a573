import { afterEach, describe, expect, it } from 'vitest';
import type { Vehicle } from '../../../../src/core/live/vehicle.ts';
import { confirmText, refusePlate, shownPlates } from '../../../../src/ui/correct/actions.ts';
import { answers, keepAnswersOf, passAnswerOn, say } from '../../../../src/ui/live/answers.ts';
import { models } from '../../../../src/ui/live/liveState.ts';
import { openTarget } from '../../../../src/ui/live/vehicleTarget.ts';
import { unreadVehicle } from '../../core/live/readings.ts';

const model = { id: 'm', sha256: 'a'.repeat(64), backend: 'wasm' } as const;
const vehicle: Vehicle = {
  ...unreadVehicle,
  consensus: { ...unreadVehicle.consensus, text: 'ABD1234', confidence: 0.8, votes: 3 },
};

async function open() {
  models.value = { detector: model, reader: model };
  const opened = await openTarget(vehicle, null);
  if (opened === null) throw new Error('no target');
  const [plate] = shownPlates(opened.target);
  if (plate === undefined) throw new Error('no plate');
  return { ...opened, plate };
}

afterEach(() => keepAnswersOf(new Set()));

describe('what is said of a vehicle', () => {
  it('is shown at once, corrected, confirmed or refused', async () => {
    const { target, plate } = await open();
    expect(plate.text).toBe('ABD1234');
    confirmText(target, plate, 'ABO1234');
    expect(answers.value.get(vehicle.id)).toEqual({
      checked: 'corrected',
      text: 'ABO1234',
      unreadable: null,
    });
    confirmText(target, plate, 'ABD1234');
    expect(answers.value.get(vehicle.id)?.checked).toBe('confirmed');
    refusePlate(target, plate);
    expect(answers.value.get(vehicle.id)).toEqual({
      checked: 'rejected',
      text: '',
      unreadable: null,
    });
  });

  it.each([
    { checked: 'corrected', text: 'ABO1234', unreadable: null },
    { checked: 'confirmed', text: 'ABD1234', unreadable: null },
    { checked: 'corrected', text: '', unreadable: 'blurred' },
    { checked: 'rejected', text: '', unreadable: null },
  ] as const)('of an earlier visit stands when its row is opened: $checked $text', async (said) => {
    say(vehicle.id, said);
    const { target, plate } = await open();
    expect(plate.text).toBe(said.text);
    expect(answers.value.get(vehicle.id)).toEqual(said);
    confirmText(target, plate, 'XYZ789');
    expect(answers.value.get(vehicle.id)).toMatchObject({ checked: 'corrected', text: 'XYZ789' });
  });

  it('goes over to the vehicle it turned out to be', async () => {
    const { target, plate } = await open();
    confirmText(target, plate, 'ABO1234');
    passAnswerOn(vehicle.id, 77);
    expect([...answers.value]).toEqual([
      [77, { checked: 'corrected', text: 'ABO1234', unreadable: null }],
    ]);
  });
});
