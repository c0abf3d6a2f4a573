import { A, B, type FormatCase, object, voc } from './parts.ts';

/** What people call the attribute that holds the text. */
const TEXT_NAMES =
  'Plate No.,license number,reg_no,vrm,placa,matrícula,kennzeichen,plate-value,car_number,plate_ocr'.split(
    ',',
  );
const attribute = (name: string, value: string) =>
  `<attributes><attribute><name>${name}</name><value>${value}</value></attribute></attributes>`;

export const VOC_CASES: Readonly<Record<string, FormatCase>> = {
  // VOC
  'voc-attribute-names': {
    files: {
      'a.jpg': '',
      'a.xml': voc(
        object(
          'plate',
          '<attributes><attribute><name>number_plate_text</name><value>ab-12 cde</value></attribute></attributes>',
        ),
      ),
      'b.jpg': '',
      'b.xml': voc(
        object(
          'plate',
          '<attributes><attribute><name>ocr</name><value>KL34</value></attribute></attributes>',
          [200, 180, 300, 205],
        ),
      ),
    },
    photos: { 'a.jpg': ['labelled', [...A, 'AB12CDE']], 'b.jpg': ['labelled', [...B, 'KL34']] },
  },
  'voc-datumaro': {
    files: {
      'JPEGImages/a.jpg': '',
      'Annotations/a.xml': voc(
        object(
          'plate',
          '<pose>Unspecified</pose><attributes><attribute><name>plate_text</name><value>1234567</value></attribute></attributes>',
        ),
      ),
      'ImageSets/Main/train.txt': 'a\n',
      'labelmap.txt': '# label:color_rgb:parts:actions\nplate:128,0,0::\n',
    },
    photos: { 'JPEGImages/a.jpg': ['labelled', [...A, '1234567']] },
    splits: { 'JPEGImages/a.jpg': 'train' },
  },
  'voc-mirrored-splits': {
    files: {
      'images/train/x.jpg': '',
      'images/val/x.jpg': '',
      'annotations/train/x.xml': voc(object('plate')),
      'annotations/val/x.xml': voc(object('plate', '', [200, 180, 300, 205])),
    },
    photos: { 'images/train/x.jpg': ['labelled', A], 'images/val/x.jpg': ['labelled', B] },
    splits: { 'images/train/x.jpg': 'train', 'images/val/x.jpg': 'val' },
  },
  'voc-stale-filename': {
    files: {
      'renamed.jpg': '',
      'renamed.xml': voc(object('plate')).replace('a.jpg', 'IMG_0001.JPG'),
    },
    photos: { 'renamed.jpg': ['labelled', A] },
  },
  'voc-corners-swapped': {
    files: { 'a.jpg': '', 'a.xml': voc(object('plate', '', [120, 80, 40, 60])) },
    photos: { 'a.jpg': ['labelled', A] },
  },
  'voc-size-zero': {
    files: { 'a.jpg': '', 'a.xml': voc(object('plate')).replace('400', '0').replace('300', '0') },
    photos: { 'a.jpg': ['labelled', A] },
  },
  'voc-half-size': {
    files: {
      'a.jpg': '',
      'a.xml': voc(object('plate', '', [20, 30, 60, 40]))
        .replace('400', '200')
        .replace('300', '150'),
    },
    photos: { 'a.jpg': ['labelled', A] },
  },
  'voc-other-shape': {
    files: { 'a.jpg': '', 'a.xml': voc(object('plate')).replace('400', '900') },
    photos: { 'a.jpg': ['unlabelled'] },
    told: [[/no box that can be used/, 1]],
  },
  'voc-rotated': {
    files: {
      'a.jpg': '',
      'a.xml': voc(
        '<object><type>robndbox</type><name>plate</name><robndbox><cx>80</cx><cy>70</cy><w>20</w><h>80</h><angle>1.5707963267948966</angle></robndbox></object>',
      ),
    },
    photos: { 'a.jpg': ['labelled', A] },
  },
  'voc-labelme-xml': {
    files: {
      'a.jpg': '',
      'a.xml':
        '<annotation><filename>a.jpg</filename><folder>x</folder><source><submittedBy>me</submittedBy></source><object><name>plate</name><deleted>0</deleted><attributes>text=AB12CDE</attributes><polygon><username>me</username><pt><x>40</x><y>60</y></pt><pt><x>120</x><y>60</y></pt><pt><x>120</x><y>80</y></pt><pt><x>40</x><y>80</y></pt></polygon></object><object><name>plate</name><deleted>1</deleted></object><imagesize><nrows>300</nrows><ncols>400</ncols></imagesize></annotation>',
    },
    photos: { 'a.jpg': ['labelled', [...A, 'AB12CDE']] },
  },
  'voc-no-box': {
    files: {
      'a.jpg': '',
      'a.xml': voc('<object><name>plate</name></object>'),
      'b.jpg': '',
      'b.xml': voc(),
    },
    photos: { 'a.jpg': ['unlabelled'], 'b.jpg': ['negative'] },
    told: [[/no box that can be used/, 1]],
  },
  'voc-placeholder': {
    files: { 'a.jpg': '', 'a.xml': voc(object('plate', '<text>AB?2CDE</text>')) },
    photos: { 'a.jpg': ['labelled', A] },
    raws: { 'a.jpg': ['AB?2CDE'] },
  },
  'voc-attribute-words': {
    files: Object.fromEntries(
      TEXT_NAMES.flatMap((name, i) => [
        [`${i}.jpg`, ''],
        [`${i}.xml`, voc(object('plate', attribute(name, 'ab-12 cde')))],
      ]),
    ),
    photos: Object.fromEntries(
      TEXT_NAMES.map((_, i) => [`${i}.jpg`, ['labelled', [...A, 'AB12CDE']] as const]),
    ),
  },
  'voc-attribute-not-text': {
    files: {
      'a.jpg': '',
      'a.xml': voc(object('plate', attribute('plate_type', 'commercial'))),
    },
    photos: { 'a.jpg': ['labelled', A] },
  },
  'voc-text-class-placeholder': {
    files: {
      'a.jpg': '',
      'a.xml': voc(object('XX01AB12?4')),
      'b.jpg': '',
      'b.xml': voc(object('XX 01 AB 1234')).replace('a.jpg', 'b.jpg'),
    },
    photos: { 'a.jpg': ['labelled', A], 'b.jpg': ['labelled', [...A, 'XX01AB1234']] },
    raws: { 'a.jpg': ['XX01AB12?4'] },
  },
  'voc-classes-numbered': {
    files: {
      'a.jpg': '',
      'a.xml': voc(object('class 01'), object('class 10', '', [200, 180, 300, 205])),
    },
    photos: { 'a.jpg': ['unlabelled'] },
    asked: ['class 01', 'class 10'],
  },
};
