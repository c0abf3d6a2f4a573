import type { ComponentType } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Hint } from '../components/Hint.tsx';
import { ageText } from '../format/numbers.ts';
import { LearningPanel } from '../learn/LearningPanel.tsx';
import { AgreementPanel } from './AgreementPanel.tsx';
import { BalancePanel } from './BalancePanel.tsx';
import { ConditionsPanel } from './ConditionsPanel.tsx';
import { DoubtPanel } from './DoubtPanel.tsx';
import { DuplicatesPanel } from './DuplicatesPanel.tsx';
import { LeaksPanel } from './LeaksPanel.tsx';
import { MapPanel } from './MapPanel.tsx';
import { OverviewPanel } from './OverviewPanel.tsx';
import { PANELS, type Panel, panelOf } from './open.ts';
import { openQuality, overview, paused, setPaused, status, trouble } from './qualityState.ts';
import { ReportPanel } from './ReportPanel.tsx';
import { SuspiciousPanel } from './SuspiciousPanel.tsx';
import { TextPanel } from './TextPanel.tsx';
import './quality.css';
import './panels.css';
import './suspicious.css';

const VIEWS: Readonly<Record<Panel, ComponentType>> = {
  overview: OverviewPanel,
  conditions: ConditionsPanel,
  map: MapPanel,
  balance: BalancePanel,
  text: TextPanel,
  duplicates: DuplicatesPanel,
  leaks: LeaksPanel,
  suspicious: SuspiciousPanel,
  doubt: DoubtPanel,
  agreement: AgreementPanel,
  learning: LearningPanel,
  report: ReportPanel,
};

/** The Quality screen: what is wrong with the samples, what is missing, and one click to act on it. */
export default function QualityView() {
  const [panel, setPanel] = useState(() => panelOf(location.hash));
  useEffect(() => {
    openQuality();
    const changed = () => setPanel(panelOf(location.hash));
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  const current = useRef<HTMLAnchorElement>(null);
  // On a phone the strip is wider than the screen.
  useEffect(() => current.current?.scrollIntoView({ block: 'nearest', inline: 'center' }), [panel]);
  const View = VIEWS[panel];
  const isEmpty = status.value.state === 'empty';
  return (
    <div class="quality">
      <header class="quality-head">
        <h1>Quality</h1>
        <Status />
      </header>
      {trouble.value && (
        <p class="dialog-error" role="alert">
          {trouble.value} What was measured so far is kept. Reload the page to go on.
        </p>
      )}
      {isEmpty ? (
        <Empty />
      ) : (
        <>
          <Hint id="quality">
            What is wrong with your photos and answers, and what is missing. Each figure opens the
            photos behind it: mend them there, and the figure follows.
          </Hint>
          <nav class="quality-nav" aria-label="Parts of this screen">
            {(Object.keys(PANELS) as Panel[]).map((name) => (
              <a
                key={name}
                href={name === 'overview' ? '#/quality' : `#/quality/${name}`}
                {...(name === panel ? { 'aria-current': 'page' as const, ref: current } : {})}
              >
                {PANELS[name]}
              </a>
            ))}
          </nav>
          {overview.value ? <View /> : <p class="screen-loading">Looking at what is kept …</p>}
        </>
      )}
    </div>
  );
}

function Status() {
  const { state, text, done, total } = status.value;
  const at = overview.value?.at;
  return (
    <div class="quality-status" data-testid="quality-status" data-state={state}>
      {state === 'running' && total > 0 && (
        <progress max={total} value={done} aria-label={text}>
          {done} of {total}
        </progress>
      )}
      <p>
        {text}
        {state === 'running' && total > 0 && ` · ${done} of ${total}`}
        {state === 'done' && at !== undefined && ` · figures from ${ageText(Date.now() - at)}`}
      </p>
      {(state === 'running' || paused.value) && (
        <button type="button" class="button button-quiet" onClick={() => setPaused(!paused.value)}>
          {paused.value ? 'Go on' : 'Pause'}
        </button>
      )}
    </div>
  );
}

function Empty() {
  return (
    <div class="card quality-empty">
      <h2>Nothing to measure yet</h2>
      <p>
        Here you will see what is wrong with your photos and labels: copies, wrong texts, missed
        plates, dark or blurred photos, what is missing. Everything is measured on this device.
      </p>
      <p class="correct-line">
        <a class="button button-primary" href="#/read">
          Read photos
        </a>
        <a class="button" href="#/dataset">
          Import a dataset
        </a>
      </p>
    </div>
  );
}
