import { useSignal } from '@preact/signals';
import { useCallback, useEffect, useMemo } from 'preact/hooks';
import type { Finding } from '../../core/quality/findings.ts';
import { activeModels } from '../activeModels.ts';
import { announce } from '../components/announce.ts';
import { PhotoViewer } from '../components/PhotoViewer.tsx';
import { type Shortcut, useShortcuts } from '../components/shortcuts.ts';
import { useObjectUrl } from '../components/useObjectUrl.ts';
import { onStep } from '../correct/correctionQueue.ts';
import { UndoButtons } from '../correct/UndoButtons.tsx';
import { useUndoKeys } from '../correct/useUndoKeys.ts';
import { percentText, plural } from '../format/numbers.ts';
import { FindingList } from './FindingList.tsx';
import { offeredText, takenText } from './findingTexts.ts';
import { firstOf, openSamples } from './open.ts';
import { overview } from './qualityState.ts';
import {
  type Answer,
  answer,
  forgetMended,
  isAbout,
  precision,
  useFindingPhoto,
} from './suspicious.ts';

const KIND_WORDS: Readonly<Record<Finding['kind'], string>> = {
  text: 'This text may be wrong',
  missed: 'A plate without a label',
  loose: 'This box may be badly placed',
};

/** One suspicious label after the other, one key each. */
export function SuspiciousPanel() {
  const findings = overview.value?.summary.findings ?? [];
  const later = useSignal<readonly string[]>([]);
  const answered = useSignal<ReadonlySet<string>>(new Set());
  const typed = useSignal<string | null>(null);
  const keyOf = ({ kind, sample, plate }: Finding) => `${kind} ${sample} ${plate}`;
  const first = useMemo(() => firstOf(location.hash), []);
  const open = findings
    .filter((finding) => !answered.value.has(keyOf(finding)))
    .sort((a, b) => Number(b.kind === first) - Number(a.kind === first));
  const waiting = [
    ...open.filter((finding) => !later.value.includes(keyOf(finding))),
    ...open.filter((finding) => later.value.includes(keyOf(finding))),
  ];
  const finding = waiting[0] ?? null;
  const next = waiting[1] ?? null;
  const name = finding && keyOf(finding);
  useEffect(() => {
    typed.value = null;
  }, [name]);

  const say = useCallback(
    (what: Answer, shown?: string) => {
      if (!finding) return;
      if (what === 'later') {
        later.value = [...later.value.filter((one) => one !== name), name as string];
        return;
      }
      const text = takenText(finding, shown ?? typed.peek());
      const open = (isOpen: boolean) => {
        const others = [...answered.peek()].filter((key) => key !== name);
        answered.value = new Set(isOpen ? others : [...others, name as string]);
      };
      const isKept = what === 'fix' && text === null;
      if (!answer(finding, isKept ? 'keep' : what, text ?? '', open)) return;
      open(false);
      announce(`${waiting.length - 1} left.`);
    },
    [finding, name, waiting.length],
  );
  useShortcuts(
    useMemo<readonly Shortcut[]>(
      () => [
        {
          keys: ['K'],
          label: 'Keep: the label is right',
          group: 'Suspicious labels',
          run: () => say('keep'),
        },
        {
          keys: ['F'],
          label: 'Take what was typed, or else read',
          group: 'Suspicious labels',
          run: () => say('fix'),
        },
        {
          keys: ['U'],
          label: 'Nobody can read it',
          group: 'Suspicious labels',
          run: () => say('unreadable'),
        },
        { keys: ['L'], label: 'Later', group: 'Suspicious labels', run: () => say('later') },
      ],
      [say],
    ),
  );
  useUndoKeys();
  useEffect(
    () =>
      onStep(({ sample }, plate) => {
        const id = sample.peek() ?? '';
        // What was taken back is asked again, once it is found again.
        const isIt = (key: string) => isAbout(key, id, plate?.id ?? null);
        answered.value = new Set([...answered.peek()].filter((key) => !isIt(key)));
        forgetMended(id, plate?.id ?? null);
        return undefined;
      }),
    [],
  );
  const own = precision.value;
  return (
    <div class="quality-panel">
      {activeModels.value.reader !== null && (
        <p class="quality-note" role="note">
          A reader of your own is in use. If it was trained on these labels it repeats their
          mistakes, and they hide from it: to check labels, take the reader that comes with the app
          into use on the <a href="#/models">Models screen</a> for as long.
        </p>
      )}
      {own && (
        <p class="quality-note" data-testid="suspicious-precision">
          Of {plural(own.answered, 'answer')} so far {own.wrong} {own.wrong === 1 ? 'was' : 'were'}{' '}
          truly wrong ({percentText(own.wrong / own.answered)}).
        </p>
      )}
      {finding ? (
        <>
          <Case
            finding={finding}
            typed={typed.value ?? offeredText(finding)}
            isTyped={typed.value !== null}
            onType={(text) => {
              typed.value = text;
            }}
            onAnswer={say}
            left={waiting.length}
          />
          {next && <Preload finding={next} />}
          <UndoButtons />
          <FindingList findings={waiting} />
          <button
            type="button"
            class="link-button"
            onClick={() =>
              openSamples([...new Set(waiting.map(({ sample }) => sample))], 'Suspicious labels')
            }
          >
            Show all of them in Dataset
          </button>
        </>
      ) : (
        <>
          <p class="quality-note">
            {own
              ? 'All answered. New findings come as photos are measured again.'
              : 'No label looks wrong. Labels are judged once the models have looked at their photos.'}
          </p>
          {own && <UndoButtons />}
        </>
      )}
    </div>
  );
}

function Case(props: {
  readonly finding: Finding;
  readonly typed: string;
  readonly isTyped: boolean;
  readonly onType: (text: string) => void;
  /** @param shown the text as it stands in the field; else what was typed or read is meant */
  readonly onAnswer: (what: Answer, shown?: string) => void;
  readonly left: number;
}) {
  const { finding, onAnswer } = props;
  const loaded = useFindingPhoto(finding);
  const url = useObjectUrl(loaded?.photo ?? null);
  const fixWord =
    finding.kind === 'loose'
      ? 'Take the dashed box'
      : finding.kind === 'missed'
        ? 'Label it'
        : props.isTyped || finding.read === ''
          ? 'Save this text'
          : `Take ${finding.read}`;
  return (
    <section
      class="suspicious"
      aria-label="Suspicious label"
      data-testid="suspicious"
      data-kind={finding.kind}
    >
      <div class="suspicious-photo">
        <PhotoViewer
          src={url}
          size={loaded?.size ?? null}
          label="The plate, large. Plus and minus zoom, arrow keys pan."
          focus={finding.box}
          around={finding.kind === 'text' ? 1.5 : 3}
          placeholder={loaded && !loaded.photo ? 'The bytes of this photo are gone.' : 'Loading …'}
          onUnshowable={() => undefined}
          overlay={(context) => {
            const boxes = [
              { box: finding.box, kind: finding.kind === 'missed' ? 'better' : 'given' },
              ...(finding.better ? [{ box: finding.better, kind: 'better' }] : []),
            ];
            return (
              <svg class="suspicious-boxes" aria-hidden="true">
                {boxes.map(({ box, kind }) => (
                  <rect key={kind} data-kind={kind} {...context.toScreen(box)} />
                ))}
              </svg>
            );
          }}
        />
      </div>
      <div class="card suspicious-card">
        <p class="muted">{plural(props.left, 'label')} left</p>
        <h2>{KIND_WORDS[finding.kind]}</h2>
        <p>{finding.reason}</p>
        {finding.better && <p class="muted">Solid: the box as it is. Dashed: the one offered.</p>}
        {finding.kind === 'text' && <Texts finding={finding} />}
        {finding.kind !== 'loose' && (
          <label class="suspicious-field">
            What it should be
            <input
              class="input plate-input"
              value={props.typed}
              autocomplete="off"
              spellcheck={false}
              onInput={(event) => props.onType(event.currentTarget.value)}
              onKeyDown={({ key, currentTarget: input }) => {
                if (key === 'Enter') onAnswer('fix', input.value);
                // Outside the field the keys answer: one meant for the next label is not typed into its text.
                if (key === 'Enter' || key === 'Escape') input.blur();
              }}
            />
          </label>
        )}
        <div class="suspicious-keys">
          <button
            type="button"
            class={
              finding.kind === 'loose' || finding.isCorrection ? 'button' : 'button button-primary'
            }
            onClick={() => onAnswer('fix')}
          >
            {fixWord} <kbd>F</kbd>
          </button>
          <button
            type="button"
            class={finding.isCorrection ? 'button button-primary' : 'button'}
            onClick={() => onAnswer('keep')}
          >
            {finding.kind === 'missed' ? 'No plate here' : 'Keep'} <kbd>K</kbd>
          </button>
          {finding.kind !== 'loose' && (
            <button type="button" class="button" onClick={() => onAnswer('unreadable')}>
              Unreadable <kbd>U</kbd>
            </button>
          )}
          <button type="button" class="button button-quiet" onClick={() => onAnswer('later')}>
            Later <kbd>L</kbd>
          </button>
        </div>
      </div>
    </section>
  );
}

/** Given and read text under each other, the doubtful place marked. */
function Texts({ finding }: { readonly finding: Finding }) {
  const { given, read, position } = finding;
  return (
    <dl class="suspicious-texts">
      <dt>Given</dt>
      <dd>
        {Array.from(given, (char, n) =>
          n === position ? <mark key={n}>{char}</mark> : <span key={n}>{char}</span>,
        )}
        {position >= given.length && <mark>?</mark>}
      </dd>
      <dt>Read</dt>
      <dd>{read}</dd>
    </dl>
  );
}

/** Fetches the next photo while this one is looked at. */
function Preload({ finding }: { readonly finding: Finding }) {
  useFindingPhoto(finding);
  return null;
}
