import { A, B, cvat, type FormatCase, lsBox, lsTask } from './parts.ts';

export const TOOLS_CASES: Readonly<Record<string, FormatCase>> = {
  // CVAT, datumaro, Label Studio, labelme, VIA
  cvat: {
    files: {
      'images/a.jpg': '',
      'images/b.jpg': '',
      'annotations.xml': cvat(
        '<image id="0" name="a.jpg" subset="Validation" width="400" height="300"><box label="plate" source="manual" occluded="0" xtl="40.00" ytl="60.00" xbr="120.00" ybr="80.00" z_order="0"><attribute name="text">AB12 CDE</attribute></box><box label="car" xtl="1" ytl="1" xbr="300" ybr="200"/></image><image id="1" name="b.jpg" width="400" height="300"></image>',
        '<label><name>plate</name></label><label><name>car</name></label>',
      ),
    },
    photos: { 'images/a.jpg': ['labelled', [...A, 'AB12CDE']], 'images/b.jpg': ['negative'] },
    splits: { 'images/a.jpg': 'val' },
  },
  'cvat-polygon-rotation': {
    files: {
      'a.jpg': '',
      'annotations.xml': cvat(
        '<image id="0" name="a.jpg" width="400" height="300"><polygon label="plate" points="40.00,60.00;120.00,60.00;120.00,80.00;40.00,80.00"></polygon><box label="plate" xtl="240" ytl="142.5" xbr="265" ybr="242.5" rotation="90.00"></box></image>',
      ),
    },
    photos: { 'a.jpg': ['labelled', A, [202.5, 180, 100, 25]] },
  },
  'cvat-video': {
    files: {
      'a.jpg': '',
      'annotations.xml':
        '<annotations><track id="0" label="plate"><box frame="0" xtl="1" ytl="1" xbr="9" ybr="9"/></track></annotations>',
    },
    photos: { 'a.jpg': ['unlabelled'] },
    told: [[/video task/, 1]],
  },
  datumaro: {
    files: {
      'images/train/a.jpg': '',
      'images/test/a.jpg': '',
      'annotations/train.json': JSON.stringify({
        info: {},
        categories: { label: { labels: [{ name: 'car' }, { name: 'plate' }], attributes: [] } },
        items: [
          {
            id: 'a',
            annotations: [
              {
                id: 0,
                type: 'bbox',
                attributes: { plate_number: 'AB12CDE' },
                group: 0,
                label_id: 1,
                bbox: [40, 60, 80, 20],
              },
            ],
            image: { path: 'a.jpg', size: [300, 400] },
          },
        ],
      }),
      'annotations/test.json': JSON.stringify({
        categories: { label: { labels: [{ name: 'car' }, { name: 'plate' }] } },
        items: [
          {
            id: 'a',
            annotations: [{ type: 'bbox', label_id: 0, bbox: [1, 1, 300, 200] }],
            media: { path: 'a.jpg' },
          },
        ],
      }),
    },
    photos: {
      'images/train/a.jpg': ['labelled', [...A, 'AB12CDE']],
      'images/test/a.jpg': ['negative'],
    },
    splits: { 'images/train/a.jpg': 'train', 'images/test/a.jpg': 'test' },
  },
  'label-studio': {
    files: {
      'a.jpg': '',
      'b.jpg': '',
      'c.jpg': '',
      'project-1.json': JSON.stringify([
        lsTask('/data/upload/1/1a2b3c4d-a.jpg', [
          lsBox('r1'),
          { id: 'r1', type: 'textarea', from_name: 'transcription', value: { text: ['AB12 CDE'] } },
        ]),
        lsTask('/data/upload/1/1a2b3c4e-b.jpg', []),
        { id: 3, data: { image: '/data/upload/1/1a2b3c4f-c.jpg' }, annotations: [] },
      ]),
    },
    photos: {
      'a.jpg': ['labelled', [...A, 'AB12CDE']],
      'b.jpg': ['negative'],
      'c.jpg': ['unlabelled'],
    },
  },
  'label-studio-rotated': {
    files: {
      'a.jpg': '',
      'p.json': JSON.stringify([
        lsTask('a.jpg', [
          lsBox('r', { x: 30, y: 20, width: 5, height: 26.666666666666668, rotation: 90 }),
        ]),
      ]),
    },
    photos: { 'a.jpg': ['labelled', A] },
  },
  'label-studio-predictions': {
    files: {
      'a.jpg': '',
      'p.json': JSON.stringify([
        {
          id: 1,
          data: { image: 'a.jpg' },
          annotations: [],
          predictions: [{ score: 0.7, result: [lsBox('r')] }],
        },
      ]),
    },
    photos: { 'a.jpg': ['predicted', A] },
  },
  'label-studio-min': {
    files: {
      'a.jpg': '',
      'p.json': JSON.stringify([
        {
          image: '/data/upload/1a2b3c4d-a.jpg',
          id: 1,
          annotator: 1,
          label: [
            {
              x: 10,
              y: 20,
              width: 20,
              height: 6.666666666666667,
              rotation: 0,
              rectanglelabels: ['plate'],
              original_width: 400,
              original_height: 300,
            },
          ],
          transcription: 'AB12CDE',
        },
      ]),
    },
    photos: { 'a.jpg': ['labelled', [...A, 'AB12CDE']] },
  },
  labelme: {
    files: {
      'a.jpg': '',
      'a.json': JSON.stringify({
        version: '5.5.0',
        flags: {},
        shapes: [
          {
            label: 'plate',
            points: [
              [40, 60],
              [120, 80],
            ],
            group_id: null,
            description: 'AB12CDE',
            shape_type: 'rectangle',
            flags: {},
          },
          {
            label: 'plate',
            points: [
              [200, 180],
              [300, 180],
              [300, 205],
              [200, 205],
            ],
            shape_type: 'polygon',
            description: 'the dirty one',
          },
        ],
        imagePath: '..\\x\\a.jpg',
        imageData: null,
        imageHeight: 300,
        imageWidth: 400,
      }),
    },
    photos: { 'a.jpg': ['labelled', [...A, 'AB12CDE'], B] },
  },
  'labelme-point': {
    files: {
      'a.jpg': '',
      'a.json': JSON.stringify({
        shapes: [{ label: 'plate', points: [[40, 60]], shape_type: 'point' }],
        imagePath: 'a.jpg',
        imageHeight: 300,
        imageWidth: 400,
      }),
    },
    photos: { 'a.jpg': ['unlabelled'] },
  },
  via: {
    files: {
      'a.jpg': '',
      'b.jpg': '',
      'via_project.json': JSON.stringify({
        _via_settings: {},
        _via_img_metadata: {
          'a.jpg123': {
            filename: 'a.jpg',
            size: 123,
            regions: [
              {
                shape_attributes: { name: 'rect', x: 40, y: 60, width: 80, height: 20 },
                region_attributes: { type: 'plate', text: 'AB12CDE' },
              },
            ],
            file_attributes: {},
          },
          'b.jpg123': {
            filename: 'b.jpg',
            size: 123,
            regions: {
              0: {
                shape_attributes: {
                  name: 'polygon',
                  all_points_x: [200, 300, 300],
                  all_points_y: [180, 180, 205],
                },
                region_attributes: { type: 'plate' },
              },
            },
          },
        },
      }),
    },
    photos: { 'a.jpg': ['labelled', [...A, 'AB12CDE']], 'b.jpg': ['labelled', B] },
  },
  'via-csv': {
    files: {
      'a.jpg': '',
      'b.jpg': '',
      'via.csv': [
        'filename,file_size,file_attributes,region_count,region_id,region_shape_attributes,region_attributes',
        'a.jpg,123,"{}",1,0,"{""name"":""rect"",""x"":40,""y"":60,""width"":80,""height"":20}","{""plate"":""AB12CDE""}"',
        'b.jpg,123,"{}",0,0,"{}","{}"',
      ].join('\n'),
    },
    photos: { 'a.jpg': ['labelled', [...A, 'AB12CDE']], 'b.jpg': ['negative'] },
  },
};
