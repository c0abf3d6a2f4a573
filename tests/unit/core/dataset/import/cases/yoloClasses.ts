import { A, B, car, type FormatCase, yoloA, yoloB } from './parts.ts';

export const YOLO_CLASSES_CASES: Readonly<Record<string, FormatCase>> = {
  // YOLO: which class is a plate
  'yolo-obj-names': {
    files: {
      'obj.data': 'classes = 2\nnames = data/obj.names\n',
      'obj.names': 'car\nlicense_plate\n',
      'obj_train_data/a.jpg': '',
      'obj_train_data/a.txt': `0 ${car}\n1${yoloA.slice(1)}\n`,
      'obj_train_data/b.jpg': '',
      'obj_train_data/b.txt': `0 ${car}\n`,
    },
    photos: { 'obj_train_data/a.jpg': ['labelled', A], 'obj_train_data/b.jpg': ['negative'] },
  },
  'yolo-dataset-yaml': {
    files: {
      'dataset.yaml': 'names:\n  0: car # big\n  1: "number plate" # the small one\n',
      'images/a.jpg': '',
      'labels/a.txt': `0 ${car}\n1${yoloA.slice(1)}\n`,
    },
    photos: { 'images/a.jpg': ['labelled', A] },
  },
  'yolo-labelimg-classes': {
    files: {
      'labels/classes.txt': 'dog\nplaca\n',
      'images/a.jpg': '',
      'labels/a.txt': `1${yoloA.slice(1)}\n0 ${car}\n`,
    },
    photos: { 'images/a.jpg': ['labelled', A] },
  },
  'yaml-out-of-order': {
    files: {
      'data.yaml': '# made by hand\nnames:\n    1: placa\n    0: carro\nnc: 2\n',
      'a.jpg': '',
      'a.txt': `0 ${car}\n1${yoloA.slice(1)}\n`,
    },
    photos: { 'a.jpg': ['labelled', A] },
  },
  'yaml-list-comments': {
    files: {
      'data.yaml': 'names:\n- car\n# between\n- plate\nnc: 2\n',
      'a.jpg': '',
      'a.txt': `0 ${car}\n1${yoloA.slice(1)}\n`,
    },
    photos: { 'a.jpg': ['labelled', A] },
  },
  'yolo-negation': {
    files: {
      'data.yaml': "names: ['license_plate', 'no_license_plate', 'phone_number']",
      'a.jpg': '',
      'a.txt': `${yoloA}\n1 ${car}\n2 ${car}\n`,
      'b.jpg': '',
      'b.txt': `1 ${car}\n`,
    },
    photos: { 'a.jpg': ['labelled', A], 'b.jpg': ['negative'] },
  },
  'yolo-no-names': {
    files: { 'a.jpg': '', 'a.txt': `${yoloA}\n`, 'b.jpg': '', 'b.txt': '', 'c.jpg': '' },
    photos: { 'a.jpg': ['labelled', A], 'b.jpg': ['negative'], 'c.jpg': ['unlabelled'] },
  },
  'yolo-classes-unknown': {
    files: {
      'a.jpg': '',
      'a.txt': `0 ${car}\n1${yoloA.slice(1)}\n`,
      'b.jpg': '',
      'b.txt': `0 ${car}\n`,
    },
    photos: { 'a.jpg': ['unlabelled'], 'b.jpg': ['unlabelled'] },
    asked: ['#0', '#1'],
    told: [[/No class of this set/, 3]],
  },
  'yolo-classes-answered': {
    files: {
      'a.jpg': '',
      'a.txt': `0 ${car}\n1${yoloA.slice(1)}\n`,
      'b.jpg': '',
      'b.txt': `0 ${car}\n`,
    },
    photos: { 'a.jpg': ['labelled', A], 'b.jpg': ['negative'] },
    answers: { classes: { '#0 YOLO ': 'other', '#1 YOLO ': 'plate' } },
    asked: ['#0', '#1'],
  },
  'yolo-only-cars': {
    files: { 'data.yaml': 'names: [car]', 'a.jpg': '', 'a.txt': `0 ${car}\n` },
    photos: { 'a.jpg': ['unlabelled'] },
    asked: ['car'],
  },
  'yolo-one-class-of-any-name': {
    files: { 'data.yaml': 'names: [bangso]', 'a.jpg': '', 'a.txt': `${yoloA}\n` },
    photos: { 'a.jpg': ['labelled', A] },
  },
  'yolo-index-beyond-names': {
    files: {
      'data.yaml': 'names: [plate]',
      'a.jpg': '',
      'a.txt': `${yoloA}\n3 ${car}\n`,
      'b.jpg': '',
      'b.txt': `3 ${car}\n`,
    },
    photos: { 'a.jpg': ['partly', A], 'b.jpg': ['unlabelled'] },
    asked: ['#3'],
  },
  'two-sets-one-of-cars': {
    files: {
      'cars/data.yaml': 'names: [car]',
      'cars/a.jpg': '',
      'cars/a.txt': `0 ${car}\n`,
      'cars/c.jpg': '',
      'cars/c.txt': '',
      'plates/data.yaml': 'names: [plate]',
      'plates/b.jpg': '',
      'plates/b.txt': `${yoloB}\n`,
      'plates/d.jpg': '',
      'plates/d.txt': '',
    },
    photos: {
      'cars/a.jpg': ['unlabelled'],
      'cars/c.jpg': ['unlabelled'],
      'plates/b.jpg': ['labelled', B],
      'plates/d.jpg': ['negative'],
    },
  },
  'yolo-cars-and-empties': {
    files: { 'data.yaml': 'names: [car]', 'a.jpg': '', 'a.txt': '' },
    photos: { 'a.jpg': ['unlabelled'] },
  },
  'yolo-darknet-labels': {
    files: {
      'train/_darknet.labels': 'car\nlicense-plate\n',
      'train/a.jpg': '',
      'train/a.txt': `0 ${car}\n1${yoloA.slice(1)}\n`,
      'train/b.jpg': '',
      'train/b.txt': `0 ${car}\n`,
    },
    photos: { 'train/a.jpg': ['labelled', A], 'train/b.jpg': ['negative'] },
  },
};
