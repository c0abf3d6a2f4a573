import { expect, test } from 'vitest';
import { plateClasses, plateName } from '../../../src/core/plateClasses.ts';

test.each([
  ...['plate', 'Plates', 'license_plate', 'licence-plate', 'LicensePlate', 'licenseplate'],
  ...['number plate', 'number_plate', 'numberplate', 'license', 'licence', 'lisence plate', 'LP'],
  ...['placa', 'Placas', 'matrícula', 'matricula', 'Kennzeichen', 'nummernschild', 'plaque'],
  ...['Vehicle registration plate', 'car-plate', 'front_plate', 'license_plate_blurred', 'bien so'],
  ...['plaka', 'kenteken', 'targa', 'tablica_rejestracyjna', 'License_Plate_0', 'number'],
])('"%s" is a plate', (name) => expect(plateName(name)).toBe('plate'));

test.each([
  ...[
    'no_license_plate',
    'noPlate',
    'no-plate',
    'without plate',
    'ohne Kennzeichen',
    'NoLicensePlate',
  ],
  ...[
    'sem placa',
    'sans plaque',
    'phone_number',
    'house number',
    'plate_character',
    'plate holder',
  ],
  ...[
    'license plate frame',
    'template',
    'nameplate',
    'placard',
    'driver license',
    'car_with_plate',
  ],
])('"%s" says that it is none', (name) => expect(plateName(name)).toBe('no-plate'));

test.each(['car', 'person', 'helmet', 'bienso?x'.slice(0, 3), 'lpg', '0', 'text', ''])(
  '"%s" says nothing of plates',
  (name) => expect(plateName(name)).toBeNull(),
);

test('indices of those that are plates', () => {
  expect(plateClasses(['car', 'License_Plate', 'no_plate', 'LP'])).toEqual(new Set([1, 3]));
  expect(plateClasses(['car', 'person'])).toEqual(new Set());
});
