import type { ImportExample, ShownPlate } from '../../../rpc/archive/contract.ts';
import { useObjectUrl } from '../../components/useObjectUrl.ts';
import { plural } from '../../format/numbers.ts';

/** A small picture with the boxes on it, and their texts below; `others` are drawn dashed. */
export function BoxedPicture(
  props: ImportExample & {
    readonly others?: readonly ShownPlate[];
    readonly caption?: string;
  },
) {
  const { name, picture, size, plates, others = [] } = props;
  const url = useObjectUrl(picture);
  const texts = plates.map(({ text }) => text).filter((text) => text !== null);
  const short = name.slice(name.lastIndexOf('/') + 1);
  return (
    <figure class="boxed-picture">
      <div class="boxed-frame" style={{ aspectRatio: `${size.width} / ${size.height}` }}>
        {url && <img src={url} alt={`${short} with ${plural(plates.length, 'plate')}`} />}
        <svg viewBox={`0 0 ${size.width} ${size.height}`} aria-hidden="true">
          {others.map(({ box }) => (
            <rect key={`o${box.x},${box.y}`} class="box-other" {...box} />
          ))}
          {plates.map(({ box }) => (
            <rect key={`${box.x},${box.y}`} class="box-own" {...box} />
          ))}
        </svg>
      </div>
      <figcaption>
        <span class="boxed-name" title={name}>
          {props.caption ?? short}
        </span>
        {texts.length > 0 && <b>{texts.slice(0, 3).join(', ')}</b>}
      </figcaption>
    </figure>
  );
}
