/**
 * Learning beside everything else: after each answer its plate is looked at once more, the analysis
 * worker learns, and the reader takes what the gate lets through. One tab learns at a time; the
 * others take over what it learnt.
 */
import { effect } from '@preact/signals';
import type { ReaderHead } from '../../core/engine.ts';
import { scopeKey } from '../../core/learning/layer.ts';
import { learning } from '../../rpc/analysis/client.ts';
import type { LearnView } from '../../rpc/learn/contract.ts';
import { onDataChange } from '../../store/changes.ts';
import { changeSettings, reloadSettings, settings } from '../appSettings.ts';
import { engine, layer, takeLayer, vision } from '../engine.ts';
import { keptLayer } from './keptLayer.ts';
import { doing, state, trouble, view } from './learnState.ts';
import { catchUpWhenLeft, readAgain, showLayer } from './readAgain.ts';
import { seenRegress } from './regressPictures.ts';

const GATHER_MS = 250;
const LOCK = 'platewheel-learn';

const changed = { all: true, ids: new Set<string>() };
let timer: ReturnType<typeof setTimeout> | null = null;
let working: Promise<void> | null = null;
let isStale = false;
let opened: ReaderHead | null = null;
let isFollowing = false;
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(LOCK);

/** Learns from now on; once. */
export function follow(): void {
  if (isFollowing) return;
  isFollowing = true;
  onDataChange(({ samples }) => {
    if (samples === 'all') changed.all = true;
    else for (const id of samples) changed.ids.add(id);
    void learning.stopCrossFit().catch(() => undefined);
    soon();
  });
  catchUpWhenLeft();
  channel?.addEventListener('message', () => void takeOver());
  effect(() => {
    if (engine.value.state === 'ready') soon();
  });
}

function soon(): void {
  if (timer !== null) return;
  timer = setTimeout(() => {
    timer = null;
    learnNow();
  }, GATHER_MS);
}

/** Learns what is new, one run at a time. */
export function learnNow(): void {
  if (working) {
    isStale = true;
    return;
  }
  isStale = false;
  working = run()
    .catch((error: unknown) => {
      opened = null; // a new worker knows nothing of it
      trouble.value = `Learning stopped: ${error instanceof Error ? error.message : error} Your answers are kept; the reader goes on as it was. The next answer tries again.`;
    })
    .finally(() => {
      working = null;
      doing.value = null;
      if (isStale) learnNow();
    });
}

/** Turns learning on or off for all tabs; off, everything is read as if there had been none. */
export function setLearns(on: boolean): void {
  changeSettings({ learns: on });
  void publish(view.peek());
  // The settings are written first.
  setTimeout(() => channel?.postMessage('changed'), GATHER_MS);
  if (on) {
    changed.all = true;
    learnNow();
  }
}

/** Runs what the panel asks for in the worker, and takes what came of it. */
export async function ask(work: () => Promise<LearnView>): Promise<void> {
  trouble.value = null;
  await publish(await work());
  learnNow();
}

async function run(): Promise<void> {
  if (!settings.peek().learns || engine.peek().state !== 'ready') return;
  const { locks } = navigator;
  if (locks) await locks.request(LOCK, learnOnce);
  else await learnOnce();
}

async function learnOnce(): Promise<void> {
  const outcome = await vision.readerHead();
  if (!outcome.ok) throw new Error(outcome.failure.message);
  if (!outcome.value) {
    trouble.value =
      'The reader in use does not say what its last layer sees, so it cannot learn. Choose the one that ships (Models).';
    return;
  }
  trouble.value = null;
  if (opened?.reader !== outcome.value.reader) {
    opened = outcome.value;
    changed.all = false;
    changed.ids.clear();
    view.value = await learning.openLearning(opened, settings.peek().country);
  } else {
    const samples = changed.all ? 'all' : [...changed.ids];
    changed.all = false;
    changed.ids.clear();
    await learning.learnChanged(samples);
  }
  await lookAtAnswers();
  await publish(await learning.learn());
  if (view.peek()?.wantsRegress) {
    await publish(await learning.takeRegress(await seenRegress()));
  }
  if (view.peek()?.wantsCrossFit && !isStale) {
    const text = 'Trying how far to go, on your own answers';
    const after = await learning.crossFit((share) => {
      doing.value = { text, share };
    });
    await publish(after);
  }
}

/** What the last layer sees of answered plates, where that is not known yet. */
async function lookAtAnswers(): Promise<void> {
  let first = 0;
  for (;;) {
    const wish = await learning.featureWish();
    if (!wish) return;
    first = Math.max(first, wish.left);
    doing.value = { text: 'Looking at your answers', share: 1 - wish.left / first };
    const { sample, photo, boxes } = wish;
    const seen = await vision.readBoxes(photo, boxes);
    const features = seen.ok ? seen.value.map((one) => one.features) : null;
    await learning.takeFeatures(sample, boxes, features);
    if (!settings.peek().learns) return;
  }
}

/** Shows where learning stands, and gives the reader what it may have. */
async function publish(next: LearnView | null): Promise<void> {
  view.value = next;
  const now = state.peek();
  const isShown = now === 'on' || now === 'undecided';
  const wanted = isShown && next?.layer ? { ...next.layer, isUsed: now === 'on' } : null;
  const before = layer.peek();
  const isSame =
    before?.id === wanted?.id &&
    before?.isUsed === wanted?.isUsed &&
    (!before || !wanted || scopeKey(before.scope) === scopeKey(wanted.scope));
  if (isSame) return;
  await takeLayer(wanted);
  showLayer(wanted);
  channel?.postMessage('changed');
  void readAgain();
}

/** Another tab learnt something, or switched it off. */
async function takeOver(): Promise<void> {
  await reloadSettings();
  opened = null;
  changed.all = true;
  const kept = settings.peek().learns ? await keptLayer().catch(() => null) : null;
  await takeLayer(kept);
  showLayer(kept);
  void readAgain();
  learnNow();
}
