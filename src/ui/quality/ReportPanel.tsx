import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { qualityJson, type ReportInput, reportHtml, STYLE } from '../../core/quality/report.ts';
import { savedMemory, saveMemory } from '../../store/analysis.ts';
import { showError } from '../components/toasts.tsx';
import { saveFile } from '../saveFile.ts';
import { trustedTypes } from '../trustedTypes.ts';
import { APP_VERSION } from '../version.ts';
import { overview } from './qualityState.ts';
import { modelsOf } from './seeSamples.ts';

/** The dataset card as a page of its own, and as data. */
export function ReportPanel() {
  const told = useSignal({ origin: '', licence: '' });
  useEffect(() => {
    void savedMemory('card').then(
      (saved) => {
        if (typeof saved !== 'object' || saved === null) return;
        const { origin, licence } = saved as Partial<Record<'origin' | 'licence', unknown>>;
        told.value = { origin: String(origin ?? ''), licence: String(licence ?? '') };
      },
      () => undefined, // without storage it is asked again
    );
  }, []);
  const now = overview.value;
  if (!now) return null;
  const input = (): ReportInput => ({
    ...now,
    ...told.peek(),
    at: new Date(now.at).toISOString(),
    source: `Platewheel ${APP_VERSION}`,
    models: modelsOf(),
  });
  const change = (patch: Partial<(typeof told)['value']>) => {
    told.value = { ...told.value, ...patch };
    saveMemory('card', told.value).catch(showError);
  };
  return (
    <div class="quality-panel">
      <section class="card report-form">
        <h2>Report</h2>
        <p>
          One page with every figure, for yourself or to pass on with the dataset. It needs nothing
          from elsewhere, and names no photo. A dataset export has the same figures as quality.json.
        </p>
        <label class="suspicious-field">
          Where the photos are from
          <input
            class="input"
            value={told.value.origin}
            onInput={(event) => change({ origin: event.currentTarget.value })}
          />
        </label>
        <label class="suspicious-field">
          Licence
          <input
            class="input"
            value={told.value.licence}
            onInput={(event) => change({ licence: event.currentTarget.value })}
          />
        </label>
        <div class="correct-line">
          <button
            type="button"
            class="button button-primary"
            onClick={() =>
              saveFile(new Blob([reportHtml(input())], { type: 'text/html' }), 'quality.html')
            }
          >
            Save as a page
          </button>
          <button
            type="button"
            class="button"
            onClick={() =>
              saveFile(
                new Blob([qualityJson(input())], { type: 'application/json' }),
                'quality.json',
              )
            }
          >
            Save quality.json
          </button>
          <button type="button" class="button" onClick={() => printReport(reportHtml(input()))}>
            Print
          </button>
        </div>
      </section>
    </div>
  );
}

let policy: { createHTML(text: string): unknown } | undefined;

/** Our own markup, whose texts are escaped, as what the parser takes: typed as a string, which it is not. */
function trusted(html: string): string {
  policy ??= trustedTypes()?.createPolicy('report', { createHTML: (text) => text });
  return (policy?.createHTML(html) ?? html) as string;
}

/** Prints the page from a frame of its own. Our content policy holds there too: its style is set by script. */
function printReport(html: string): void {
  const frame = document.createElement('iframe');
  frame.className = 'print-frame';
  frame.title = 'Report';
  document.body.append(frame);
  const { contentDocument: target, contentWindow: view } = frame;
  if (!target || !view) return;
  const page = new DOMParser().parseFromString(trusted(html), 'text/html');
  target.replaceChild(target.adoptNode(page.documentElement), target.documentElement);
  const sheet = new (view as Window & typeof globalThis).CSSStyleSheet();
  sheet.replaceSync(STYLE);
  target.adoptedStyleSheets = [sheet];
  view.addEventListener('afterprint', () => frame.remove());
  view.print();
}
