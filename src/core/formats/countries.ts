/**
 * Shapes of plates by country: `A` a letter, `9` a digit, without spaces and badges. Ordinary plates of
 * cars as they are issued or still seen on the road; special ones (diplomats, dealers) are left out.
 */

export interface PlateFormat {
  /** ISO 3166, lower case. */
  readonly code: string;
  readonly name: string;
  readonly shapes: readonly string[];
  /** Where the shapes are described, for anyone to check. */
  readonly source: string;
}

/** All strings of `from` to `to` times a sign. */
const runs = (sign: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, n) => sign.repeat(from + n));
/** Every combination of one of each list, in order; no longer than `most`. */
const joined = (lists: readonly (readonly string[])[], most = 12): string[] =>
  lists
    .reduce<string[]>((all, list) => all.flatMap((head) => list.map((tail) => head + tail)), [''])
    .filter((shape) => shape.length <= most);

const wikipedia = (country: string) =>
  `https://en.wikipedia.org/wiki/Vehicle_registration_plates_of_${country}`;

export const PLATE_FORMATS: readonly PlateFormat[] = [
  { code: 'ar', name: 'Argentina', shapes: ['AA999AA', 'AAA999'], source: wikipedia('Argentina') },
  {
    code: 'at',
    name: 'Austria',
    shapes: joined([runs('A', 1, 2), runs('9', 1, 5), runs('A', 1, 3)], 8),
    source: wikipedia('Austria'),
  },
  {
    code: 'be',
    name: 'Belgium',
    shapes: ['9AAA999', 'AAA999', '999AAA'],
    source: wikipedia('Belgium'),
  },
  { code: 'bg', name: 'Bulgaria', shapes: ['A9999AA', 'AA9999AA'], source: wikipedia('Bulgaria') },
  { code: 'br', name: 'Brazil', shapes: ['AAA9A99', 'AAA9999'], source: wikipedia('Brazil') },
  {
    code: 'ch',
    name: 'Switzerland',
    shapes: joined([['AA'], runs('9', 1, 6)]),
    source: wikipedia('Switzerland'),
  },
  {
    code: 'cz',
    name: 'Czechia',
    shapes: ['9A99999', '9AA9999', 'AAA9999'],
    source: wikipedia('the_Czech_Republic'),
  },
  {
    code: 'de',
    name: 'Germany',
    shapes: joined([runs('A', 2, 5), runs('9', 1, 4), ['', 'A']], 8),
    source: wikipedia('Germany'),
  },
  { code: 'dk', name: 'Denmark', shapes: ['AA99999'], source: wikipedia('Denmark') },
  {
    code: 'es',
    name: 'Spain',
    shapes: ['9999AAA', 'A9999AA', 'AA9999AA', 'A9999A', 'AA9999A', 'A999999', 'AA999999'],
    source: wikipedia('Spain'),
  },
  {
    code: 'fi',
    name: 'Finland',
    shapes: joined([runs('A', 2, 3), runs('9', 1, 3)]),
    source: wikipedia('Finland'),
  },
  {
    code: 'fr',
    name: 'France',
    shapes: ['AA999AA', ...joined([runs('9', 2, 4), runs('A', 2, 3), ['99']])],
    source: wikipedia('France'),
  },
  {
    code: 'gb',
    name: 'United Kingdom',
    shapes: [
      'AA99AAA',
      ...joined([['A'], runs('9', 1, 3), ['AAA']]),
      ...joined([['AAA'], runs('9', 1, 3), ['A']]),
      ...joined([runs('A', 1, 3), runs('9', 1, 4)], 7),
      ...joined([runs('9', 1, 4), runs('A', 1, 3)], 6),
    ],
    source:
      'https://www.gov.uk/government/publications/vehicle-registration-numbers-and-number-plates',
  },
  {
    code: 'hr',
    name: 'Croatia',
    shapes: joined([['AA'], runs('9', 3, 4), runs('A', 1, 2)]),
    source: wikipedia('Croatia'),
  },
  { code: 'hu', name: 'Hungary', shapes: ['AAA999', 'AAAA999'], source: wikipedia('Hungary') },
  {
    code: 'id',
    name: 'Indonesia',
    shapes: joined([runs('A', 1, 2), runs('9', 1, 4), ['', ...runs('A', 1, 3)]]),
    source: wikipedia('Indonesia'),
  },
  {
    code: 'ie',
    name: 'Ireland',
    shapes: joined([runs('9', 2, 3), runs('A', 1, 2), runs('9', 1, 6)], 9),
    source: wikipedia('the_Republic_of_Ireland'),
  },
  {
    code: 'in',
    name: 'India',
    shapes: [
      ...joined([['AA'], runs('9', 1, 2), runs('A', 0, 3), ['9999']]),
      '99AA9999A',
      '99AA9999AA',
    ],
    source: wikipedia('India'),
  },
  { code: 'it', name: 'Italy', shapes: ['AA999AA'], source: wikipedia('Italy') },
  {
    code: 'nl',
    name: 'Netherlands',
    shapes: [
      'AA9999',
      '9999AA',
      '99AA99',
      'AA99AA',
      'AAAA99',
      '99AAAA',
      '99AAA9',
      '9AAA99',
      'AA999A',
      'A999AA',
      'AAA99A',
      'A99AAA',
      '9AA999',
      '999AA9',
    ],
    source: wikipedia('the_Netherlands'),
  },
  { code: 'no', name: 'Norway', shapes: ['AA99999'], source: wikipedia('Norway') },
  {
    code: 'pt',
    name: 'Portugal',
    shapes: ['AA99AA', '99AA99', '9999AA', 'AA9999'],
    source: wikipedia('Portugal'),
  },
  {
    code: 'ro',
    name: 'Romania',
    shapes: ['AA99AAA', 'A99AAA', 'A999AAA'],
    source: wikipedia('Romania'),
  },
  { code: 'ru', name: 'Russia', shapes: ['A999AA99', 'A999AA999'], source: wikipedia('Russia') },
  { code: 'se', name: 'Sweden', shapes: ['AAA999', 'AAA99A'], source: wikipedia('Sweden') },
  { code: 'sk', name: 'Slovakia', shapes: ['AA999AA'], source: wikipedia('Slovakia') },
  {
    code: 'tr',
    name: 'Türkiye',
    shapes: ['99A9999', '99A99999', '99AA999', '99AA9999', '99AAA99', '99AAA999'],
    source: wikipedia('Turkey'),
  },
  { code: 'ua', name: 'Ukraine', shapes: ['AA9999AA'], source: wikipedia('Ukraine') },
  {
    code: 'vn',
    name: 'Vietnam',
    shapes: ['99A9999', '99A99999', '99AA99999', '99A999999', '99AA9999'],
    source: wikipedia('Vietnam'),
  },
];
