/** The part of the analysis worker's API that learns; types only. */

import type { PlateFeatures, ReaderHead } from '../../core/engine.ts';
import type { LearntFormat } from '../../core/formats/learnt.ts';
import type { PairedCounts } from '../../core/gate/paired.ts';
import type { RegressItem } from '../../core/gate/regress.ts';
import type { ExpectedGain, LearningPoint } from '../../core/learning/gain.ts';
import type { LayerScope, ReaderLayer } from '../../core/learning/layer.ts';
import type { CrossFound, LayerAbout } from '../../core/learning/layerAbout.ts';
import type { PersonalVerdict } from '../../core/learning/personalVerdict.ts';
import type { TeachItem, TeachPick } from '../../core/learning/teachItems.ts';
import type { Box } from '../../core/types.ts';

/** Plates of a photo whose features are missing. */
export interface FeatureWish {
  readonly sample: string;
  readonly photo: Blob;
  readonly boxes: readonly Box[];
  /** Plates still without, these included. */
  readonly left: number;
}

/** Answers that can teach, by where they come from. */
export interface ScopeChoice {
  readonly scope: LayerScope;
  readonly answers: number;
}

/** Where learning stands. */
export interface LearnView {
  /** Usable answers within the scope. */
  readonly answers: number;
  readonly verdict: PersonalVerdict;
  /** `isUsed` is for the page to say, with its switch. Null before the first fit. */
  readonly layer: ReaderLayer | null;
  readonly kind: LayerAbout['kind'];
  readonly scope: LayerScope;
  readonly scopes: readonly ScopeChoice[];
  readonly choice: { readonly lambda: number; readonly t: number };
  readonly cross: CrossFound | null;
  /** The counted answers that were drawn at random: they alone tell of the stream. */
  readonly random: PairedCounts;
  readonly curve: readonly LearningPoint[];
  readonly gain: ExpectedGain | null;
  readonly isSettled: boolean;
  /** Shapes of the plates of sources where answers told them. */
  readonly formats: readonly LearntFormat[];
  /** Samples of answers that could not be laid onto what was read. */
  readonly unlike: readonly string[];
  /** Cross-fitting is due; pictures to be held to are missing. */
  readonly wantsCrossFit: boolean;
  readonly wantsRegress: boolean;
}

/** A picture whose text must not be lost, as the reader's last layer sees it. */
export interface SeenRegress {
  readonly item: RegressItem;
  readonly features: PlateFeatures;
}

export interface LearnApi {
  /** Learns for this reader from now on; reads all answers. @param country whose plates are expected */
  openLearning(reader: ReaderHead, country: string): Promise<LearnView>;
  /** Takes changed samples in. */
  learnChanged(samples: readonly string[] | 'all'): Promise<void>;
  featureWish(): Promise<FeatureWish | null>;
  /** Keeps what was seen; null for what cannot be seen, which is not asked for again. */
  takeFeatures(
    sample: string,
    boxes: readonly Box[],
    features: readonly (PlateFeatures | null)[] | null,
  ): Promise<void>;
  /** Counts new answers and fits where it is due. */
  learn(): Promise<LearnView>;
  /** Pictures that layers meant for all photos are held to. */
  takeRegress(seen: readonly SeenRegress[]): Promise<LearnView>;
  /** Finds λ, share and temperature on the answers; stops at `stopCrossFit`. */
  crossFit(onProgress: (share: number) => void): Promise<LearnView>;
  stopCrossFit(): Promise<void>;
  /** The next photos to ask for, with the reason for each. @param labelled answers so far */
  teach(
    items: readonly TeachItem[],
    labelled: number,
    seed: number,
    count: number,
  ): Promise<readonly TeachPick[]>;
  /** Learns for other photos: anew, and asking for more evidence with each scope that was tried. */
  chooseScope(scope: LayerScope): Promise<LearnView>;
  /** Forgets the layer; it is learnt anew from the answers, which stay. */
  forgetLayer(): Promise<LearnView>;
  /** Reads a layer file in. @throws Error with a sentence; nothing is changed then */
  importLayer(file: string): Promise<LearnView>;
  /** The layer as a file's text; null where there is none. */
  exportLayer(): Promise<string | null>;
}
