import { describe, expect, it } from 'vitest';
import {
  parseCropLabels,
  parseTruthCsv,
  parseYoloLabels,
  TruthError,
  truePixels,
} from '../../../../src/core/evaluation/truth.ts';

describe('parseTruthCsv', () => {
  it('reads plates by file, columns by name', () => {
    const truth = parseTruthCsv(
      'text,file,x,y,width,height,rows\r\nab-12,"a,1.jpg",10,20,30,40,2\r\n,"a,1.jpg",1,2,3,4,\r\n',
    );
    expect(truth.get('a,1.jpg')).toEqual([
      { box: { x: 10, y: 20, width: 30, height: 40 }, normalised: false, text: 'AB12', rows: 2 },
      { box: { x: 1, y: 2, width: 3, height: 4 }, normalised: false, text: null, rows: null },
    ]);
  });

  it('takes a lone file for a photo without plates', () => {
    expect(parseTruthCsv('file,x,y,width,height,text\nempty.jpg,,,,,\n').get('empty.jpg')).toEqual(
      [],
    );
  });

  it.each([
    ['file,x,y\na,1,2', /no column width, height/],
    ['file,x,y,width,height\na,1,2,0,4', /Line 2/],
    ['file,x,y,width,height\na,1,2,3,4\nb,1,,3,4', /Line 3/],
    ['file,x,y,width,height\na,1,two,3,4', /Line 2/],
    ['file,x,y,width,height,rows\na,1,2,3,4,3', /rows is "3"/],
    ['file,x,y,width,height\n,1,2,3,4', /no file name/],
    ['', /no column file/],
  ])('refuses %j', (csv, message) => {
    expect(() => parseTruthCsv(csv)).toThrow(TruthError);
    expect(() => parseTruthCsv(csv)).toThrow(message);
  });
});

describe('parseYoloLabels', () => {
  it('turns centres into corners, still as shares of the photo', () => {
    const [plate, ...rest] = parseYoloLabels('0 0.5 0.25 0.5 0.125\n\n');
    expect(rest).toEqual([]);
    expect(plate?.box).toEqual({ x: 0.25, y: 0.1875, width: 0.5, height: 0.125 });
    if (!plate) throw new Error('no plate');
    expect(truePixels(plate, { width: 400, height: 80 })).toEqual({
      x: 100,
      y: 15,
      width: 200,
      height: 10,
    });
  });

  it('takes an empty file for no plates and refuses rubbish', () => {
    expect(parseYoloLabels('')).toEqual([]);
    expect(() => parseYoloLabels('0 0.5 0.5 0.1')).toThrow(/Line 1/);
    expect(() => parseYoloLabels('0 .5 .5 .1 .1\n0 .5 .5 -.1 .1')).toThrow(/Line 2/);
  });
});

describe('parseCropLabels', () => {
  it('reads texts and rows; other columns do not matter', () => {
    expect(
      parseCropLabels('file,text,region,rows,raw\nimages/a.jpg,ab 1,gb,1,x\nb.jpg,,xx,,\n'),
    ).toEqual([
      { file: 'images/a.jpg', text: 'AB1', rows: 1 },
      { file: 'b.jpg', text: '', rows: null },
    ]);
  });
});
