import { A, B, boxA, coco, type FormatCase, imageA, object, voc, yoloA, yoloB } from './parts.ts';

export const LAYOUTS_CASES: Readonly<Record<string, FormatCase>> = {
  // documents about one photo
  'two-formats-of-one-set': {
    files: {
      'data.yaml': 'names: [plate]',
      'images/a.jpg': '',
      'labels/a.txt': `${yoloA}\n`,
      'annotations/a.xml': voc(object('plate', '<text>AB12CDE</text>', [41, 60, 120, 80])),
    },
    photos: { 'images/a.jpg': ['labelled', [41, 60, 79, 20, 'AB12CDE']] },
  },
  'one-without-boxes': {
    files: { 'images/a.jpg': '', 'labels/a.txt': `${yoloA}\n`, 'annotations/a.xml': voc() },
    photos: { 'images/a.jpg': ['labelled', A] },
  },
  'a-car-in-one-file-a-plate-in-the-other': {
    files: {
      'a.jpg': '',
      'vehicles.json': coco(
        [imageA],
        [{ ...boxA, bbox: [1, 1, 300, 200] }],
        [{ id: 1, name: 'car' }],
      ),
      'plates.json': coco([imageA], [boxA]),
    },
    photos: { 'a.jpg': ['labelled', A] },
  },
  // photos found
  'names-url': {
    files: {
      'my photos/a b.jpg': '',
      'c.json': coco(
        [{ ...imageA, file_name: 'https://host/data/my%20photos/a%20b.jpg?x=1' }],
        [boxA],
      ),
    },
    photos: { 'my photos/a b.jpg': ['labelled', A] },
  },
  'names-url-plus': {
    files: {
      'a b.jpg': '',
      'c.json': coco([{ ...imageA, file_name: 'https://bucket.host/set/a+b.jpg' }], [boxA]),
    },
    photos: { 'a b.jpg': ['labelled', A] },
  },
  'names-absolute': {
    files: {
      'images/a.jpg': '',
      'c.json': coco([{ ...imageA, file_name: 'C:\\Users\\me\\plates\\images\\a.jpg' }], [boxA]),
    },
    photos: { 'images/a.jpg': ['labelled', A] },
  },
  'names-local-files': {
    files: {
      'x/a.jpg': '',
      'c.json': coco([{ ...imageA, file_name: '/data/local-files/?d=x/a.jpg' }], [boxA]),
    },
    photos: { 'x/a.jpg': ['labelled', A] },
  },
  'names-decomposed': {
    files: {
      ['Zürich.jpg'.normalize('NFD')]: '',
      'c.json': coco([{ ...imageA, file_name: 'Zürich.jpg'.normalize('NFC') }], [boxA]),
    },
    photos: { ['Zürich.jpg'.normalize('NFD')]: ['labelled', A] },
  },
  'names-in-another-case': {
    files: { 'images/A.JPG': '', 'labels/a.txt': `${yoloA}\n` },
    photos: { 'images/A.JPG': ['labelled', A] },
  },
  'names-differing-in-case': {
    files: { 'a.jpg': '', 'A.jpg': '', 'a.txt': `${yoloA}\n`, 'A.txt': `${yoloB}\n` },
    photos: { 'a.jpg': ['labelled', A], 'A.jpg': ['labelled', B] },
  },
  'layout-images-labels': {
    files: {
      'Images/a.jpg': '',
      'Labels/a.txt': `${yoloA}\n`,
      'image/b.jpg': '',
      'label/b.txt': `${yoloB}\n`,
    },
    photos: { 'Images/a.jpg': ['labelled', A], 'image/b.jpg': ['labelled', B] },
  },
  'layout-any-folder': {
    files: { 'raw pictures/a.jpg': '', 'my boxes/a.txt': `${yoloA}\n` },
    photos: { 'raw pictures/a.jpg': ['labelled', A] },
  },
  'layout-double-extension': {
    files: { 'img/a.jpg': '', 'ann/a.jpg.txt': `${yoloA}\n` },
    photos: { 'img/a.jpg': ['labelled', A] },
  },
  'coco-train2017': {
    files: {
      'annotations/instances_train2017.json': coco([{ ...imageA, file_name: '0001.jpg' }], [boxA]),
      'annotations/instances_val2017.json': coco(
        [{ ...imageA, file_name: '0001.jpg' }],
        [{ ...boxA, bbox: [200, 180, 100, 25] }],
      ),
      'train2017/0001.jpg': '',
      'val2017/0001.jpg': '',
    },
    photos: { 'train2017/0001.jpg': ['labelled', A], 'val2017/0001.jpg': ['labelled', B] },
    splits: { 'train2017/0001.jpg': 'train', 'val2017/0001.jpg': 'val' },
  },
  'label-without-photo': {
    files: { 'a.jpg': '', 'a.txt': `${yoloA}\n`, 'gone.txt': `${yoloA}\n` },
    photos: { 'a.jpg': ['labelled', A] },
    told: [[/There is no photo here/, 1]],
  },
};
