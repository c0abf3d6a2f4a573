/** What has been learnt for one reader, kept up to date with the answers in the store. */

import { hash32 } from '../../core/dataset/hash32.ts';
import type { ReaderHead } from '../../core/engine.ts';
import { type RegressOutcome, regressOutcome } from '../../core/gate/regress.ts';
import { crossFitSteps } from '../../core/learning/crossFit.ts';
import type { Head } from '../../core/learning/head.ts';
import { textsOfAll } from '../../core/learning/headBatch.ts';
import { inScope, type LayerScope, scopeKey } from '../../core/learning/layer.ts';
import type { CrossFound, LayerAbout } from '../../core/learning/layerAbout.ts';
import { fitsHead, restoreAbout } from '../../core/learning/layerAbout.ts';
import {
  type Answer,
  learnSteps,
  NOTHING_LEARNT,
  type Personal,
  rawTexts,
  refitSteps,
} from '../../core/learning/personal.ts';
import { type PersonalVerdict, personalVerdict } from '../../core/learning/personalVerdict.ts';
import { temperatureFactor } from '../../core/learning/temperature.ts';
import type { SeenRegress } from '../../rpc/learn/contract.ts';
import { removeLayer, savedLayer, saveLayer } from '../../store/layers.ts';
import { atEase } from './atEase.ts';
import { Taught, viewsOf } from './taught.ts';

/** λ is looked for again after so many answers more, or a fifth more. */
const CROSS_FIT_EVERY = 10;

export class Learning {
  readonly taught: Taught;
  personal: Personal = NOTHING_LEARNT;
  about: Omit<LayerAbout, 'personal'> = freshAbout({ kind: 'all' });
  private hasChosenScope = false;
  /** Null until they are brought. */
  regress: readonly SeenRegress[] | null = null;

  constructor(
    readonly reader: ReaderHead,
    country: string,
  ) {
    this.taught = new Taught(reader, country);
  }

  /** Reads all answers and the kept layer. A layer that cannot be used is as good as none. */
  async open(): Promise<void> {
    const record = await savedLayer(this.reader.reader);
    const about = record && restoreAbout(record.about);
    if (
      record &&
      about &&
      hasLayer(record.about) &&
      fitsHead(record.weight, record.bias, this.base)
    ) {
      const { personal, ...rest } = about;
      const head: Head = { ...this.base, weight: record.weight, bias: record.bias };
      this.personal = { ...personal, head, fitted: head };
      this.about = rest;
      this.hasChosenScope = true;
    }
    await this.taught.changed('all');
  }

  get base(): Head {
    return this.reader.head;
  }

  /** Those within the scope. */
  answers(): Answer[] {
    return this.taught.known().filter(({ origin }) => inScope(this.about.scope, origin));
  }

  /** Counts new answers and fits where it is due; keeps what is new. @throws StoreError */
  async learn(breathe: () => Promise<void>): Promise<void> {
    if (this.about.kind === 'imported') return this.countImported();
    if (!this.hasChosenScope) this.chooseFirstScope();
    const before = this.personal;
    const steps = learnSteps(this.answers(), this.base, this.reader.alphabet, before);
    this.personal = await atEase(steps, breathe);
    if (isChanged(before, this.personal)) await this.save();
  }

  /** A single source is learnt for alone: what is habit there may be wrong elsewhere. */
  private chooseFirstScope(): void {
    const all = this.taught.known();
    const sources = new Set(all.map(({ origin }) => origin.source));
    const [only] = sources;
    const scope: LayerScope =
      sources.size === 1 && only !== undefined && only !== ''
        ? { kind: 'source', value: only }
        : { kind: 'all' };
    this.about = { ...this.about, scope, tried: [scopeKey(scope)] };
  }

  /** A layer from a file is judged by all answers it has not learnt from, and never fitted. */
  private async countImported(): Promise<void> {
    const before = this.personal;
    const answers = this.answers();
    const { head } = before;
    if (!head) return;
    const frozen = { ...before, curve: [{ answers: Number.MAX_SAFE_INTEGER, counted: 0 }] };
    const steps = learnSteps(answers, this.base, this.reader.alphabet, frozen);
    const after = await atEase(steps, () => Promise.resolve());
    const { curve, learntFrom, left } = before; // of answers that are elsewhere
    this.personal = { ...after, curve, learntFrom, left };
    if (isChanged(before, this.personal)) await this.save();
  }

  /** λ, share and temperature by grouped folds, then a layer fitted with them. */
  async crossFit(
    breathe: () => Promise<void>,
    onProgress: (share: number) => void,
    isStopped: () => boolean,
  ): Promise<void> {
    const { base } = this;
    const { alphabet, temperatures } = this.reader;
    const answers = this.answers();
    const steps = crossFitSteps(answers, base, alphabet);
    const found = await atEase(steps, breathe, (share) => onProgress(share), isStopped);
    if (!found) return;
    const texts = answers.map(({ text }) => text);
    const before = rawTexts(answers, base, alphabet);
    const changed = (isMended: boolean) =>
      answers.flatMap(({ id, text }, i) => {
        const [old, read] = [before[i] as string, found.texts[i] as string];
        const fits = isMended ? old !== text && read === text : old === text && read !== text;
        return fits ? [{ id, text, before: old, after: read }] : [];
      });
    const cross: CrossFound = {
      answers: answers.length,
      right: found.right,
      rightBefore: before.filter((text, i) => text === texts[i]).length,
      mended: changed(true),
      broken: changed(false),
    };
    const choice = {
      lambda: found.lambda,
      t: found.t,
      temperature: temperatureFactor(found.chars, texts, { alphabet, temperatures }),
    };
    const seen = new Set([
      ...this.personal.learntFrom,
      ...this.personal.left,
      ...this.personal.counted.map(({ id }) => id),
    ]);
    // Only what was counted by now: the next answers are to be counted by this layer first.
    const learnFrom = answers.filter(({ id }) => seen.has(id));
    const refit = refitSteps(learnFrom, base, alphabet, { ...this.personal, choice });
    const curve = this.personal.curve;
    const fitted = await atEase(refit, breathe);
    this.personal = { ...fitted, curve };
    this.about = { ...this.about, cross };
    await this.save();
  }

  get wantsCrossFit(): boolean {
    if (this.about.kind === 'imported' || !this.personal.head) return false;
    const done = this.about.cross?.answers ?? 0;
    const now = this.answers().length;
    return now - done >= Math.max(CROSS_FIT_EVERY, done / 5);
  }

  /** What the gate says of the layer as it is. */
  get verdict(): PersonalVerdict {
    const answers = this.answers();
    return personalVerdict({
      hasLayer: this.personal.head !== null,
      counted: this.personal.counted,
      answers: answers.length,
      left: this.personal.left.length,
      texts: new Set(answers.map(({ text }) => text)).size,
      regress: this.regressOutcome(),
      candidates: this.about.tried.length,
    });
  }

  /** What ships is of no one's camera: it holds back only layers that are meant for all photos. */
  private regressOutcome(): RegressOutcome {
    const { head } = this.personal;
    const seen = head && this.about.scope.kind === 'all' ? (this.regress ?? []) : [];
    const views = seen.map(({ features }) => viewsOf(features.data, features.dims));
    const before = textsOfAll(views, this.base, this.reader.alphabet);
    const after = textsOfAll(views, head ?? this.base, this.reader.alphabet);
    return regressOutcome(
      seen.map(({ item }, i) => ({
        item,
        before: before[i] as string,
        after: after[i] as string,
      })),
    );
  }

  /** Remembers what is learnt now; the function given back returns to it. */
  held(): () => void {
    const { personal, about, hasChosenScope, regress } = this;
    return () => void Object.assign(this, { personal, about, hasChosenScope, regress });
  }

  chooseScope(scope: LayerScope): void {
    const tried = [...new Set([...this.about.tried, scopeKey(scope)])];
    this.about = { ...freshAbout(scope), tried };
    this.hasChosenScope = true;
    this.personal = NOTHING_LEARNT;
  }

  async forget(): Promise<void> {
    this.about = freshAbout({ kind: 'all' });
    this.hasChosenScope = false;
    this.personal = NOTHING_LEARNT;
    await removeLayer(this.reader.reader);
  }

  /** Takes the place of what was learnt here. @throws StoreError */
  async takeFile(head: Head, about: LayerAbout): Promise<void> {
    const { personal, ...rest } = about;
    this.about = { ...rest, kind: 'imported', cross: null };
    this.personal = {
      ...personal,
      head,
      fitted: head,
      counted: [],
      away: [],
      rounds: [],
      left: [],
    };
    this.hasChosenScope = true;
    await this.save();
  }

  async save(): Promise<void> {
    const { head, fitted: _, ...personal } = this.personal;
    const { weight, bias } = head ?? this.base;
    const own = new Map(this.taught.known().map(({ id, text }) => [id, text]));
    const labels = hash32(
      personal.learntFrom.map((id) => `${id} ${own.get(id) ?? ''}`).join('\n'),
    ).toString(16);
    this.about = { ...this.about, labels };
    await saveLayer({
      id: this.reader.reader,
      reader: this.reader.reader,
      at: Date.now(),
      weight: Float32Array.from(weight),
      bias: Float32Array.from(bias),
      about: {
        ...this.about,
        personal,
        parent: this.reader.reader,
        hasLayer: head !== null,
        state: this.verdict.state,
      },
    });
  }
}

const freshAbout = (scope: LayerScope): Omit<LayerAbout, 'personal'> => ({
  version: 1,
  kind: 'own',
  scope,
  tried: [scopeKey(scope)],
  cross: null,
  labels: '',
});

const hasLayer = (about: unknown) =>
  (about as { readonly hasLayer?: unknown } | null)?.hasLayer !== false;

const isChanged = (before: Personal, after: Personal) =>
  before.counted.length !== after.counted.length || before.head !== after.head;
