/** CCPD says all in a photo's name: `area-tilt-box-corners-text-brightness-blur.jpg`. */
import { baseName, stemOf } from '../import/paths.ts';
import { readText } from '../import/said.ts';
import { boundsOf, type Statement, statement } from '../import/statement.ts';
import { objectOf } from './reader.ts';

/** Province, letter and the rest, by index, as its authors list them (github.com/detectRecog/CCPD). */
const PROVINCES = '皖沪津渝冀晋蒙辽吉黑苏浙京闽赣鲁豫鄂湘粤桂琼川贵云藏陕甘青宁新警学O';
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZO';
const CHARACTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789O';

const NAME = /^\d+(?:-\d+_\d+)-(\d+&\d+_\d+&\d+)-(?:\d+&\d+_?){4}-(\d+(?:_\d+){6,7})-\d+-\d+$/;

/** What a photo's name says; null for a name of another kind. */
export function readCcpdName(path: string): Statement | null {
  const [, corners, indices] = NAME.exec(stemOf(baseName(path))) ?? [];
  if (!corners || !indices) return null;
  const points = corners
    .split('_')
    .map((corner) => corner.split('&').map(Number) as [number, number]);
  const [province, letter, ...rest] = indices.split('_').map(Number);
  const written = [
    PROVINCES[province as number],
    LETTERS[letter as number],
    ...rest.map((index) => CHARACTERS[index]),
  ];
  const known = written.every((char) => char !== undefined);
  return statement({
    from: path,
    format: 'CCPD',
    image: path,
    objects: [
      objectOf({
        box: boundsOf(points),
        class: null,
        ...readText(known ? written.join('') : '?'),
        region: 'cn',
        rows: 1,
      }),
    ],
    whole: false,
  });
}
