/** What an import would do, with pictures: a person sees at a glance whether boxes lie on plates. */
import { toUpright, uprightOf } from '../core/dataset/import/frame.ts';
import type { AskedClass } from '../core/dataset/import/settle.ts';
import { clip, expand, scaleBox, wholePixels } from '../core/geometry.ts';
import type {
  ImportClass,
  ImportConflict,
  ImportExample,
  ImportPreview,
  ShownPlate,
} from '../rpc/archive/contract.ts';
import { savedThumb } from '../store/library.ts';
import { MAX_PHOTO_BYTES } from './importCheck.ts';
import type { Decided, DecidedPhoto } from './importDecide.ts';
import { cropPicture, smallPicture } from './importPictures.ts';
import type { ImportPlan } from './importPlan.ts';

/** A preview with nothing in it, for what has less to say, as a backup. */
export const NO_COUNTS: ImportPreview = {
  formats: [],
  isBackup: false,
  missing: [],
  whole: false,
  add: 0,
  labels: 0,
  conflicts: 0,
  replaced: 0,
  duplicates: 0,
  plates: 0,
  texts: 0,
  labelled: 0,
  partly: 0,
  negatives: 0,
  predicted: 0,
  unlabelled: 0,
  problems: [],
  problemCount: 0,
  examples: [],
  classes: [],
  frame: null,
  conflicting: [],
};

const EXAMPLES = 3;
const CLASSES = 24;
/** As many as a person goes through one by one. */
const CONFLICTS = 60;

/** Pictures are of the photos as they lie in the files; those that cannot be opened are left out. */
export async function previewOf(
  plan: ImportPlan,
  { photos, settled, counts }: Decided,
): Promise<ImportPreview> {
  const { frame, asked } = settled;
  const turned = frame.turned.map((i) => photos[i] as DecidedPhoto);
  return {
    ...counts,
    formats: plan.formats,
    isBackup: false,
    missing: [],
    whole: false,
    examples: await examplesOf(spread(photos.filter(hasPlates), EXAMPLES)),
    classes: await Promise.all(
      asked.slice(0, CLASSES).map((one) => classOf(one, photos, frame.chosen)),
    ),
    frame:
      turned.length === 0
        ? null
        : {
            chosen: frame.chosen,
            evident: frame.evident,
            photos: turned.length,
            examples: await examplesOf(spread(turned, EXAMPLES)),
          },
    conflicting: await conflictsOf(photos),
  };
}

const hasPlates = ({ outcome }: DecidedPhoto) => outcome.plates.length > 0;

/** So many of them, from the first to the last. */
function spread<T>(all: readonly T[], count: number): T[] {
  if (all.length <= count) return [...all];
  return Array.from(
    { length: count },
    (_, i) => all[Math.floor((i * (all.length - 1)) / (count - 1))] as T,
  );
}

const read = async ({ photo }: DecidedPhoto) => new Blob([await photo.file.read(MAX_PHOTO_BYTES)]);

async function examplesOf(photos: readonly DecidedPhoto[]): Promise<ImportExample[]> {
  const examples = photos.map(async (photo): Promise<ImportExample | null> => {
    const picture = await smallPicture(await read(photo)).catch(() => null);
    const plates = photo.outcome.plates.map(({ box, text }): ShownPlate => ({ box, text }));
    return picture && { name: photo.photo.name, picture, size: uprightOf(photo.facts), plates };
  });
  return (await Promise.all(examples)).filter((example) => example !== null);
}

async function classOf(
  { key, name, objects, photo: index, ref }: AskedClass,
  photos: readonly DecidedPhoto[],
  frame: 'shown' | 'stored',
): Promise<ImportClass> {
  const photo = photos[index] as DecidedPhoto;
  const box = photo.said
    .flatMap((one) => one.objects.map((object) => ({ object, frame: one.frame })))
    .filter(({ object }) => object.class?.name === ref.name && object.class.scope === ref.scope)
    .map(({ object, frame: made }) => toUpright(object, made, photo.facts, frame))
    .find((found) => found !== null);
  const picture = box
    ? await cropPicture(await read(photo), (size) => {
        const whole = uprightOf(photo.facts);
        const scaled = scaleBox(box, size.width / whole.width, size.height / whole.height);
        return wholePixels(clip(expand(scaled, 0.3), size), size);
      }).catch(() => null)
    : null;
  return { key, name: name.startsWith('#') ? `Class ${name.slice(1)}` : name, objects, picture };
}

async function conflictsOf(photos: readonly DecidedPhoto[]): Promise<ImportConflict[]> {
  const conflicts = photos
    .filter(({ fate }) => fate === 'conflict' || fate === 'replace')
    .slice(0, CONFLICTS)
    .map(async ({ id, here, outcome, facts }): Promise<ImportConflict | null> => {
      const thumb = await savedThumb(id);
      const own = here?.label?.plates.filter(({ verdict }) => verdict === 'plate') ?? [];
      const shown = (plates: readonly ShownPlate[]) =>
        plates.map(({ box, text }) => ({ box, text }));
      return (
        thumb && {
          sample: id,
          name: here?.sample.file ?? id,
          picture: new Blob([thumb], { type: 'image/jpeg' }),
          size: uprightOf(facts),
          here: shown(own),
          brought: shown(outcome.plates),
        }
      );
    });
  return (await Promise.all(conflicts)).filter((conflict) => conflict !== null);
}
