/** What the analysis worker answers about learning, call by call, one change after the other. */
import { learntFormats } from '../../core/formats/learnt.ts';
import { pairedCounts } from '../../core/gate/paired.ts';
import { expectedGain, isSettled, type LearningPoint } from '../../core/learning/gain.ts';
import { inScope, type LayerScope } from '../../core/learning/layer.ts';
import { layerId } from '../../core/learning/layerAbout.ts';
import { readLayerFile, writeLayerFile } from '../../core/learning/layerFile.ts';
import { pairedAnswers } from '../../core/learning/prequential.ts';
import { Mutex } from '../../core/mutex.ts';
import type { LearnApi, LearnView, ScopeChoice } from '../../rpc/learn/contract.ts';
import { savedLayer } from '../../store/layers.ts';
import { Learning } from './learning.ts';
import { teachPicks } from './teach.ts';

/** Answers for which the gain to come is told. */
const NEXT = 25;

export function createLearnDesk(): LearnApi {
  let learning: Learning | null = null;
  let isStopped = false;
  const mutex = new Mutex();
  const open = (): Learning => {
    if (!learning) throw new Error('Learning was not begun. Reload the page.');
    return learning;
  };
  /** A change that cannot be kept is none: what was learnt before goes on, here as in the store. */
  const change = (work: (learning: Learning) => Promise<void>): Promise<LearnView> =>
    mutex.run(async () => {
      const now = open();
      const takeBack = now.held();
      try {
        await work(now);
      } catch (error) {
        takeBack();
        throw error;
      }
      return viewOf(now);
    });

  return {
    openLearning: (reader, country) =>
      mutex.run(async () => {
        learning = new Learning(reader, country);
        await learning.open();
        return viewOf(learning);
      }),
    learnChanged: (samples) => mutex.run(() => open().taught.changed(samples)),
    featureWish: () => mutex.run(() => open().taught.featureWish()),
    takeFeatures: (sample, boxes, features) =>
      mutex.run(() => open().taught.takeFeatures(sample, boxes, features)),
    takeRegress: (seen) =>
      change(async (now) => {
        now.regress = seen;
        if (now.personal.head) await now.save();
      }),
    learn: () => change((now) => now.learn(breathe)),
    crossFit: (onProgress) => {
      isStopped = false;
      return change((now) => now.crossFit(breathe, onProgress, () => isStopped));
    },
    stopCrossFit: async () => {
      isStopped = true;
    },
    teach: async (items, labelled, seed, count) => teachPicks(items, labelled, seed, count),
    chooseScope: (scope) =>
      change(async (now) => {
        now.chooseScope(scope);
        await now.learn(breathe);
      }),
    forgetLayer: () => change((now) => now.forget()),
    importLayer: (text) =>
      change(async (now) => {
        const { reader, base } = now;
        const file = readLayerFile(text, reader.reader, base);
        await now.takeFile({ ...base, weight: file.weight, bias: file.bias }, file.about);
        await now.learn(breathe);
      }),
    exportLayer: () =>
      mutex.run(async () => {
        const { reader, about, personal } = open();
        const record = await savedLayer(reader.reader);
        if (!record || !personal.head) return null;
        const { head: _, fitted: __, ...rest } = personal;
        const { verdict, n, mended, broken, better } = open().verdict.gate;
        const gate = { verdict, n, mended, broken, better };
        return writeLayerFile({ ...record, about: { ...about, personal: rest } }, gate);
      }),
  };
}

function viewOf(learning: Learning): LearnView {
  const { personal, about, reader } = learning;
  const all = learning.taught.known();
  const answers = all.filter(({ origin }) => inScope(about.scope, origin));
  const { counted } = personal;
  const curve = personal.curve.map(({ answers: n, counted: upTo }): LearningPoint => {
    const { mended, broken, n: judged } = pairedCounts(pairedAnswers(counted.slice(0, upTo)));
    return { answers: n, mended, broken, n: judged };
  });
  const gain = expectedGain(
    curve.filter(({ n }) => n > 0),
    NEXT,
  );
  return {
    answers: answers.length,
    verdict: learning.verdict,
    layer: personal.head && {
      id: layerId({ labels: about.labels, personal }),
      reader: reader.reader,
      head: personal.head,
      temperature: personal.choice.temperature,
      answers: personal.learntFrom.length,
      isUsed: false,
      scope: about.scope,
    },
    kind: about.kind,
    scope: about.scope,
    scopes: scopesOf(all.map(({ origin }) => origin)),
    choice: personal.choice,
    cross: about.cross,
    random: pairedCounts(pairedAnswers(counted.filter(({ isRandom }) => isRandom))),
    curve,
    gain,
    isSettled: isSettled(personal.rounds, gain),
    formats: learntFormats(learning.taught.texts()),
    unlike: [...new Set(personal.left.map((id) => id.split(' ')[0] as string))],
    wantsCrossFit: learning.wantsCrossFit,
    wantsRegress: learning.regress === null && personal.head !== null && about.scope.kind === 'all',
  };
}

function scopesOf(origins: readonly { source: string; country: string }[]): ScopeChoice[] {
  const of = (scope: LayerScope) => ({
    scope,
    answers: origins.filter((origin) => inScope(scope, origin)).length,
  });
  const values = (kind: 'source' | 'country') =>
    [...new Set(origins.map((origin) => origin[kind]))].map((value) => of({ kind, value }));
  const countries = values('country').filter(
    ({ scope }) => scope.kind !== 'all' && scope.value !== '',
  );
  return [of({ kind: 'all' }), ...countries, ...values('source')];
}

/** A turn of the worker's loop: messages that wait are taken first. */
const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
