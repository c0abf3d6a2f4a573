/** Label Studio tasks with annotations; photos are served from the unpacked dataset as local files. */
import { CLASS_NAMES, type PhotoAnnotation } from '../annotation.ts';

/** Tasks to be imported, and with them the labelling interface of `writeLabelConfig`. */
export function writeLabelStudio(photos: readonly PhotoAnnotation[]): string {
  const tasks = photos.map((photo, i) => ({
    id: i + 1,
    data: {
      image: `/data/local-files/?d=images/${photo.split ?? 'train'}/${encodeURIComponent(photo.image)}`,
      original_name: photo.file,
    },
    annotations: [
      { result: photo.plates.flatMap((plate, n) => results(photo, plate, `p${i}_${n}`)) },
    ],
  }));
  return `${JSON.stringify(tasks, null, 1)}\n`;
}

function results(
  { size }: PhotoAnnotation,
  { box, text, unreadable }: PhotoAnnotation['plates'][number],
  id: string,
) {
  const value = {
    x: (100 * box.x) / size.width,
    y: (100 * box.y) / size.height,
    width: (100 * box.width) / size.width,
    height: (100 * box.height) / size.height,
    rotation: 0,
  };
  const common = {
    id,
    to_name: 'image',
    original_width: size.width,
    original_height: size.height,
    image_rotation: 0,
  };
  return [
    {
      ...common,
      from_name: 'label',
      type: 'rectanglelabels',
      value: { ...value, rectanglelabels: [CLASS_NAMES[0]] },
    },
    ...(text === null
      ? []
      : [{ ...common, from_name: 'text', type: 'textarea', value: { ...value, text: [text] } }]),
    ...(unreadable === null
      ? []
      : [
          {
            ...common,
            from_name: 'unreadable',
            type: 'choices',
            value: { ...value, choices: [unreadable] },
          },
        ]),
  ];
}

/** The labelling interface these tasks are made for. */
export function writeLabelConfig(): string {
  return `<View>
  <Image name="image" value="$image"/>
  <RectangleLabels name="label" toName="image"><Label value="${CLASS_NAMES[0]}"/></RectangleLabels>
  <TextArea name="text" toName="image" perRegion="true" editable="true"/>
  <Choices name="unreadable" toName="image" perRegion="true">
    <Choice value="small"/><Choice value="blurred"/><Choice value="dark"/><Choice value="covered"/><Choice value="cut"/>
  </Choices>
</View>
`;
}
