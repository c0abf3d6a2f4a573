import { A, B, type FormatCase, object, voc, yoloA } from './parts.ts';

/** A character nobody could read, as people write it. */
const HOLES = ['AB$2CDE', 'AB~2CDE', 'AB<unk>2CDE', 'AB[1]2CDE', 'AB×2CDE', 'AB_2CDE', 'AB…'];
/** Nothing but separators, and fast-plate-ocr's filling. */
const PARTED = [
  'AB-12 CDE',
  'AB.12.CDE',
  'AB·12CDE',
  'AB/12CDE',
  'AB’12CDE',
  'AB–12CDE',
  'AB12CDE__',
];

export const TABLES_CASES: Readonly<Record<string, FormatCase>> = {
  // names, tables and text files of benchmarks
  ccpd: {
    files: {
      '025-95_113-40&60_120&80-120&80_40&80_40&60_120&60-0_0_22_27_27_33_16-37-15.jpg': '',
      'np.jpg': '',
    },
    photos: {
      '025-95_113-40&60_120&80-120&80_40&80_40&60_120&60-0_0_22_27_27_33_16-37-15.jpg': [
        'labelled',
        [...A, 'AY339S'],
      ],
      'np.jpg': ['unlabelled'],
    },
  },
  openalpr: {
    files: {
      'a.jpg': '',
      'a.txt': 'a.jpg\t40\t60\t80\t20\tAB?2CDE\na.jpg\t200\t180\t100\t25\tKL34MNO\n',
    },
    photos: { 'a.jpg': ['labelled', A, [...B, 'KL34MNO']] },
  },
  'ufpr-rodosol': {
    files: {
      'a.jpg': '',
      'a.txt': 'type: car\nplate: AYO9034\nlayout: Brazilian\ncorners: 40,60 120,60 120,80 40,80\n',
      'b.jpg': '',
      'b.txt': 'camera: x\nplate: ABC-1234\n',
    },
    photos: { 'a.jpg': ['labelled', [...A, 'AYO9034']], 'b.jpg': ['unlabelled'] },
  },
  'open-images': {
    files: {
      'train/0001.jpg': '',
      'train/0002.jpg': '',
      'train-annotations-bbox.csv': [
        'ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax,IsOccluded,IsTruncated,IsGroupOf,IsDepiction,IsInside',
        '0001,xclick,/m/01jfm_,1,0.1,0.3,0.2,0.266666667,0,0,0,0,0',
        '0002,xclick,/m/0k4j,1,0.1,0.9,0.2,0.9,0,0,0,0,0',
      ].join('\n'),
      'class-descriptions-boxable.csv': '/m/01jfm_,Vehicle registration plate\n/m/0k4j,Car\n',
    },
    photos: { 'train/0001.jpg': ['labelled', A], 'train/0002.jpg': ['unlabelled'] },
    splits: { 'train/0001.jpg': 'train' },
  },
  'open-images-toolkit': {
    files: {
      'Vehicle registration plate/a.jpg': '',
      'Vehicle registration plate/Label/a.txt': 'Vehicle registration plate 40.0 60.0 120.0 80.0\n',
    },
    photos: { 'Vehicle registration plate/a.jpg': ['labelled', A] },
  },
  'table-filename-words': {
    files: {
      'a.jpg': '',
      'b.jpg': '',
      'labels.csv': 'filename,words\na.jpg,ab-12 cde\nb.jpg,KL*4\n',
    },
    photos: {
      'a.jpg': ['labelled', [0, 0, 400, 300, 'AB12CDE']],
      'b.jpg': ['labelled', [0, 0, 400, 300]],
    },
    raws: { 'a.jpg': ['ab-12 cde'], 'b.jpg': ['KL*4'] },
  },
  'table-tabs': {
    files: { 'a.jpg': '', 'labels.tsv': 'Filename\tWords\na.jpg\t12E3456\n' },
    photos: { 'a.jpg': ['labelled', [0, 0, 400, 300, '12E3456']] },
  },
  'table-excel-sep': {
    files: {
      'a.jpg': '',
      'labels.csv': '\ufeffsep=;\r\nimage_path;plate_text\r\na.jpg;AB12CDE\r\n',
    },
    photos: { 'a.jpg': ['labelled', [0, 0, 400, 300, 'AB12CDE']] },
  },
  'table-tensorflow': {
    files: {
      'a.jpg': '',
      'b.jpg': '',
      'labels.csv':
        'filename,width,height,class,xmin,ymin,xmax,ymax\na.jpg,400,300,license-plate,40,60,120,80\nb.jpg,400,300,car,1,1,300,200\n',
    },
    photos: { 'a.jpg': ['labelled', A], 'b.jpg': ['negative'] },
  },
  'table-own-without-manifest': {
    files: {
      'images/train/x.jpg': '',
      'annotations.csv':
        '\ufeffimage;file;split;image_width;image_height;x;y;width;height;text;raw;region;rows;unreadable\r\nx.jpg;a.jpg;test;400;300;40,5;60,25;80,5;20,75;AB12CDE;;;;\r\n',
    },
    photos: { 'images/train/x.jpg': ['labelled', [40.5, 60.25, 80.5, 20.75, 'AB12CDE']] },
  },
  'table-own-results': {
    files: {
      'a.jpg': '',
      'b.jpg': '',
      'plates.csv':
        'file,plate,confidence,detection_confidence,x,y,width,height,rows,detector,reader,status\na.jpg,AB12CDE,0.9,0.8,40,60,80,20,1,d,r,ok\nb.jpg,,,,,,,,,d,r,no_plate\n',
    },
    photos: { 'a.jpg': ['predicted', [...A, 'AB12CDE']], 'b.jpg': ['unlabelled'] },
  },
  'not-understood': {
    files: {
      'a.jpg': '',
      'x.json': '{"hello": 1}',
      'y.json': '[]',
      'z.xml': '<html></html>',
      'broken.json': '{',
      'README.txt': 'hi',
      'sub/data.json': '{}',
    },
    photos: { 'a.jpg': ['unlabelled'] },
    told: [
      [/\.json file was not understood/, 3],
      [/\.xml file was not understood/, 1],
      [/no JSON/, 1],
    ],
  },
  'split-lists-imagesets': {
    files: {
      'JPEGImages/a.jpg': '',
      'JPEGImages/b.jpg': '',
      'Annotations/a.xml': voc(object('plate')),
      'ImageSets/Main/trainval.txt': 'a\nb\n',
      'ImageSets/Main/train.txt': 'a\nb\n',
      'ImageSets/Main/test.txt': 'b\n',
    },
    photos: { 'JPEGImages/a.jpg': ['labelled', A] },
    splits: { 'JPEGImages/a.jpg': 'train', 'JPEGImages/b.jpg': 'test' },
  },
  'split-lists-stems': {
    files: { 'a.jpg': '', 'a.txt': `${yoloA}\n`, 'splits/test.txt': 'a\n' },
    photos: { 'a.jpg': ['labelled', A] },
    splits: { 'a.jpg': 'test' },
  },
  'split-lists-rodosol': {
    files: {
      'images/cars-br/img_1.jpg': '',
      'images/cars-me/img_2.jpg': '',
      'split.txt': './images/cars-br/img_1.jpg;testing\nimages/cars-me/img_2.jpg;training\n',
    },
    photos: { 'images/cars-br/img_1.jpg': ['unlabelled'] },
    splits: { 'images/cars-br/img_1.jpg': 'test', 'images/cars-me/img_2.jpg': 'train' },
  },
  'label-named-like-a-list': {
    files: { 'a.jpg': '', 'a.txt': `${yoloA}\n`, 'test1.jpg': '', 'test1.txt': '', 'val.txt': '' },
    photos: { 'a.jpg': ['labelled', A], 'test1.jpg': ['negative'] },
  },
  'table-flags': {
    files: {
      'a.jpg': '',
      'b.jpg': '',
      '_classes.csv': 'filename, license-plate, car\na.jpg, 1, 0\nb.jpg, 0, 1\n',
      'kinds.csv': 'filename,label\na.jpg,plate\nb.jpg,car\n',
    },
    photos: { 'a.jpg': ['unlabelled'], 'b.jpg': ['unlabelled'] },
    told: [[/\.csv file was not understood/, 2]],
  },
  'table-places-unknown': {
    files: {
      'a.jpg': '',
      'a.csv': 'filename,bbox,plate\na.jpg,"[40, 60, 80, 20]",AB12CDE\n',
      'b.jpg': '',
      'b.csv': 'filename,x_center,y_center,width,height,plate\nb.jpg,0.2,0.23,0.2,0.07,AB12CDE\n',
    },
    photos: { 'a.jpg': ['unlabelled'], 'b.jpg': ['unlabelled'] },
    told: [[/\.csv file was not understood/, 2]],
  },
  'table-four-corners': {
    files: {
      'a.jpg': '',
      'a.csv': 'filename,x1,y1,x2,y2,x3,y3,x4,y4,plate\na.jpg,40,62,118,60,120,78,42,80,AB12CDE\n',
    },
    photos: { 'a.jpg': ['labelled', [...A, 'AB12CDE']] },
  },
  'text-placeholders': {
    files: Object.fromEntries(
      HOLES.flatMap((text, i) => [
        [`${i}.jpg`, ''],
        [`${i}.csv`, `image_path,plate_text\n${i}.jpg,${text}\n`],
      ]),
    ),
    photos: Object.fromEntries(
      HOLES.map((_, i) => [`${i}.jpg`, ['labelled', [0, 0, 400, 300]] as const]),
    ),
    raws: Object.fromEntries(HOLES.map((text, i) => [`${i}.jpg`, [text]])),
  },
  'text-separators': {
    files: Object.fromEntries(
      PARTED.flatMap((text, i) => [
        [`${i}.jpg`, ''],
        [`${i}.csv`, `image_path,plate_text\n${i}.jpg,${text}\n`],
      ]),
    ),
    photos: Object.fromEntries(
      PARTED.map((_, i) => [`${i}.jpg`, ['labelled', [0, 0, 400, 300, 'AB12CDE']] as const]),
    ),
  },
};
