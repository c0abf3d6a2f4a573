import { A, B, type FormatCase, pose, yoloA, yoloB } from './parts.ts';

export const YOLO_COLUMNS_CASES: Readonly<Record<string, FormatCase>> = {
  // YOLO: columns
  'yolo-pose-visibility': {
    files: pose(' 2', '', 'names: [plate]\nkpt_shape: [4, 3]\n'),
    photos: { 'images/a.jpg': ['labelled', A], 'images/b.jpg': ['labelled', B] },
  },
  'yolo-pose-visibility-no-shape': {
    files: pose(' 1'),
    photos: { 'images/a.jpg': ['labelled', A], 'images/b.jpg': ['labelled', B] },
  },
  'yolo-pose-no-shape': {
    files: pose(''),
    photos: { 'images/a.jpg': ['labelled', A], 'images/b.jpg': ['labelled', B] },
  },
  'yolo-confidence': {
    files: { 'a.jpg': '', 'a.txt': `${yoloA} 0.91\n`, 'b.jpg': '', 'b.txt': `${yoloB} 0.4\n` },
    photos: { 'a.jpg': ['predicted', A], 'b.jpg': ['predicted', B] },
    told: [[/predictions to review/, 2]],
  },
  'yolo-confidence-track': {
    files: { 'a.jpg': '', 'a.txt': `${yoloA} 0.91 1\n`, 'b.jpg': '', 'b.txt': `${yoloB} 0.4 2\n` },
    photos: { 'a.jpg': ['predicted', A], 'b.jpg': ['predicted', B] },
  },
  'yolo-track': {
    files: { 'a.jpg': '', 'a.txt': `${yoloA} 1\n`, 'b.jpg': '', 'b.txt': `${yoloB} 7\n` },
    photos: { 'a.jpg': ['labelled', A], 'b.jpg': ['labelled', B] },
  },
  'yolo-pose-confidence-track': {
    files: pose('', ' .9 1'),
    photos: { 'images/a.jpg': ['predicted', A], 'images/b.jpg': ['predicted', B] },
  },
  'yolo-polygon': {
    files: { 'a.jpg': '', 'a.txt': '0 0.1 0.2 0.3 0.2 0.3 0.26666667 0.1 0.26666667\n' },
    photos: { 'a.jpg': ['labelled', A] },
  },
  'yolo-polygons-of-many-points': {
    files: {
      'a.jpg': '',
      'a.txt':
        '0 0.1 0.2 0.2 0.2 0.3 0.2 0.3 0.26666667 0.1 0.26666667\n0 0.5 0.6 0.75 0.6 0.75 0.68333333 0.6 0.68333333 0.55 0.68 0.5 0.68333333\n',
    },
    photos: { 'a.jpg': ['labelled', A, B] },
  },
  'yolo-twice': {
    files: { 'a.jpg': '', 'a.txt': `${yoloA}\n${yoloA}\n` },
    photos: { 'a.jpg': ['labelled', A] },
  },
  'yolo-pixels': {
    files: { 'a.jpg': '', 'a.txt': '0 80 70 80 20\n' },
    photos: { 'a.jpg': ['unlabelled'] },
    told: [[/pixels or percent/, 1]],
  },
  'yolo-percent': {
    files: { 'a.jpg': '', 'a.txt': '0 20 23.3 20 6.7\n', 'b.jpg': '', 'b.txt': `${yoloB}\n` },
    photos: { 'a.jpg': ['unlabelled'], 'b.jpg': ['labelled', B] },
    told: [[/pixels or percent/, 1]],
  },
  'yolo-commas': {
    files: {
      'a.jpg': '',
      'a.txt': '0,0.2,0.23333333,0.2,0.06666667\n',
      'b.jpg': '',
      'b.txt': '0 0,625 0,64166667 0,25 0,08333333\n',
    },
    photos: { 'a.jpg': ['labelled', A], 'b.jpg': ['labelled', B] },
  },
  'yolo-bad-line': {
    files: {
      'a.jpg': '',
      'a.txt': `${yoloA}\nhello\n`,
      'b.jpg': '',
      'b.txt': `${yoloB}\n0 0.5 0.5 0 0.1\n`,
    },
    photos: { 'a.jpg': ['partly', A], 'b.jpg': ['partly', B] },
    told: [
      [/no YOLO label/, 1],
      [/no box that can be used/, 1],
    ],
  },
  'text-of-another-kind': {
    files: {
      'a.jpg': '',
      'a.txt': 'A photo of my car in front of the house.\n',
      'b.jpg': '',
      'b.txt': '',
    },
    photos: { 'a.jpg': ['unlabelled'], 'b.jpg': ['unlabelled'] },
    told: [
      [/\.txt file was not understood/, 1],
      [/empty text file says nothing/, 1],
    ],
  },
};
