import { A, cvat, type FormatCase, lsTask } from './parts.ts';

export const SHAPES_CASES: Readonly<Record<string, FormatCase>> = {
  // objects without a box, and boxes said as ellipses
  'said-of-the-whole-photo': {
    files: {
      'a.jpg': '',
      'annotations.xml': cvat(
        '<image id="0" name="a.jpg" width="400" height="300"><tag label="plate"/></image>',
      ),
      'b.jpg': '',
      'annotations/default.json': JSON.stringify({
        categories: { label: { labels: [{ name: 'plate' }] } },
        items: [
          {
            id: 'b',
            annotations: [{ type: 'label', label_id: 0 }],
            image: { path: 'b.jpg', size: [300, 400] },
          },
        ],
      }),
      'c.jpg': '',
      'tasks.json': JSON.stringify([
        lsTask('c.jpg', [
          { id: 'x', type: 'choices', from_name: 'q', value: { choices: ['has a plate'] } },
        ]),
      ]),
    },
    photos: { 'a.jpg': ['unlabelled'], 'b.jpg': ['unlabelled'], 'c.jpg': ['unlabelled'] },
  },
  'label-studio-brush': {
    files: {
      'a.jpg': '',
      'p.json': JSON.stringify([
        lsTask('a.jpg', [
          { id: 'x', type: 'brushlabels', value: { format: 'rle', brushlabels: ['plate'] } },
        ]),
      ]),
    },
    photos: { 'a.jpg': ['unlabelled'] },
    told: [[/no box that can be used/, 1]],
  },
  'cvat-shape-of-another-kind': {
    files: {
      'a.jpg': '',
      'annotations.xml': cvat(
        '<image id="0" name="a.jpg" width="400" height="300"><blob label="plate"/></image>',
      ),
    },
    photos: { 'a.jpg': ['unlabelled'] },
    told: [[/no box that can be used/, 1]],
  },
  ellipses: {
    files: {
      'a.jpg': '',
      'annotations.xml': cvat(
        '<image id="0" name="a.jpg" width="400" height="300"><ellipse label="plate" cx="80" cy="70" rx="40" ry="10"/></image>',
      ),
      'b.jpg': '',
      'via.json': JSON.stringify({
        'b.jpg1': {
          filename: 'b.jpg',
          regions: [
            {
              shape_attributes: { name: 'ellipse', cx: 80, cy: 70, rx: 40, ry: 10 },
              region_attributes: { type: 'plate' },
            },
          ],
        },
      }),
      'c.jpg': '',
      'tasks.json': JSON.stringify([
        lsTask('c.jpg', [
          {
            id: 'x',
            type: 'ellipselabels',
            value: { x: 20, y: 70 / 3, radiusX: 10, radiusY: 10 / 3, ellipselabels: ['plate'] },
          },
        ]),
      ]),
    },
    photos: { 'a.jpg': ['labelled', A], 'b.jpg': ['labelled', A], 'c.jpg': ['labelled', A] },
  },
};
