import { A, boxA, coco, type FormatCase, imageA, object, voc, yoloA } from './parts.ts';

export const COCO_CASES: Readonly<Record<string, FormatCase>> = {
  // COCO
  'coco-several-categories': {
    files: {
      'a.jpg': '',
      'c.json': coco(
        [imageA],
        [boxA],
        [
          { id: 1, name: 'foo' },
          { id: 2, name: 'bar' },
        ],
      ),
    },
    photos: { 'a.jpg': ['unlabelled'] },
    asked: ['foo'],
  },
  'coco-crowd': {
    files: {
      'a.jpg': '',
      'c.json': coco([imageA], [boxA, { ...boxA, id: 2, bbox: [1, 1, 300, 200], iscrowd: 1 }]),
    },
    photos: { 'a.jpg': ['partly', A] },
    told: [[/crowd/, 1]],
  },
  'coco-size-zero': {
    files: { 'a.jpg': '', 'c.json': coco([{ ...imageA, width: 0, height: 0 }], [boxA]) },
    photos: { 'a.jpg': ['labelled', A] },
  },
  'coco-negative-size': {
    files: { 'a.jpg': '', 'c.json': coco([imageA], [{ ...boxA, bbox: [120, 80, -80, -20] }]) },
    photos: { 'a.jpg': ['labelled', A] },
  },
  'coco-ids-as-text': {
    files: {
      'a.jpg': '',
      'c.json': coco([{ ...imageA, id: '1' }], [{ ...boxA, category_id: '1' }]),
    },
    photos: { 'a.jpg': ['labelled', A] },
  },
  'coco-rle': {
    files: {
      'a.jpg': '',
      'c.json': coco([imageA], [{ ...boxA, segmentation: { size: [300, 400], counts: 'abc' } }]),
    },
    photos: { 'a.jpg': ['labelled', A] },
  },
  'coco-shares': {
    files: { 'a.jpg': '', 'c.json': coco([imageA], [{ ...boxA, bbox: [0.1, 0.2, 0.2, 0.067] }]) },
    photos: { 'a.jpg': ['unlabelled'] },
  },
  'coco-polygon-ways': {
    files: {
      'a.jpg': '',
      'flat.json': coco(
        [imageA],
        [{ ...boxA, bbox: undefined, segmentation: [40, 60, 120, 60, 120, 80, 40, 80] }],
      ),
      'b.jpg': '',
      'points.json': coco(
        [{ ...imageA, file_name: 'b.jpg' }],
        [
          {
            ...boxA,
            bbox: [0, 0, 0, 0],
            segmentation: [
              [
                [40, 60],
                [120, 60],
                [120, 80],
                [40, 80],
              ],
            ],
          },
        ],
      ),
    },
    photos: { 'a.jpg': ['labelled', A], 'b.jpg': ['labelled', A] },
  },
  'coco-negative': {
    files: {
      'a.jpg': '',
      'b.jpg': '',
      'c.json': coco([imageA, { ...imageA, id: 2, file_name: 'b.jpg' }], [boxA]),
    },
    photos: { 'a.jpg': ['labelled', A], 'b.jpg': ['negative'] },
  },
  'coco-results': {
    files: {
      'a.jpg': '',
      'predictions.json': JSON.stringify([
        { image_id: 'a', file_name: 'a.jpg', category_id: 1, bbox: [40, 60, 80, 20], score: 0.9 },
      ]),
    },
    photos: { 'a.jpg': ['predicted', A] },
  },
  // frames
  'frame-outside': {
    facts: { stored: { width: 400, height: 300 }, orientation: 6 },
    files: {
      'a.jpg': '',
      'a.xml': voc(object('plate', '', [330, 20, 390, 40])).replace(/<size>.*<\/size>/, ''),
    },
    photos: { 'a.jpg': ['labelled', [260, 330, 20, 60]] },
  },
  'frame-shown': {
    facts: { stored: { width: 400, height: 300 }, orientation: 6 },
    files: {
      'a.jpg': '',
      'a.xml': voc(object('plate')).replace('400', '300').replace('>300</height>', '>400</height>'),
    },
    photos: { 'a.jpg': ['labelled', A] },
  },
  'frame-chosen': {
    facts: { stored: { width: 400, height: 300 }, orientation: 3 },
    files: { 'a.jpg': '', 'a.txt': `${yoloA}\n` },
    answers: { frame: 'stored' },
    photos: { 'a.jpg': ['labelled', [280, 220, 80, 20]] },
  },
};
