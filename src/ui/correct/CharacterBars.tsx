import { useState } from 'preact/hooks';
import type { Character, Reading } from '../../core/types.ts';
import { percentText } from '../format/numbers.ts';

/** Below this a character is marked. */
const DOUBTFUL_BELOW = 0.8;
/** Less likely ones only raise doubt. */
const LEAST_LIKELY = 0.01;

/**
 * Under each character of a reading a bar for how sure it is; the chosen one says it in numbers, with
 * its runners-up as buttons. Characters that were typed have no bar.
 */
export function CharacterBars(props: {
  readonly reading: Reading | null;
  /** What stands in the field. */
  readonly text: string;
  readonly chosen: number;
  readonly onChoose: (position: number | null) => void;
  /** A click: the character is to be typed over. */
  readonly onPick: (position: number) => void;
  readonly onReplace: (position: number, char: string) => void;
}) {
  const { reading, text, onChoose } = props;
  const [tabStop, setTabStop] = useState(0);
  const characters = reading?.characters ?? [];
  const fits = characters.length > 0 && characters.length === text.length;
  if (!fits) return null;
  const chosen = characters[props.chosen];
  const isTyped = chosen !== undefined && text[props.chosen] !== chosen.char;
  return (
    <>
      <fieldset
        class="plate-letters"
        aria-label={`Plate ${[...text].join(' ')}. Arrow keys go through its characters.`}
        onKeyDown={(event) => {
          const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
          if (step === 0) return;
          event.preventDefault();
          const next = Math.min(characters.length - 1, Math.max(0, tabStop + step));
          setTabStop(next);
          (event.currentTarget.children[next] as HTMLElement | undefined)?.focus();
        }}
      >
        {characters.map((character, n) => (
          <button
            key={n}
            type="button"
            class="plate-letter"
            tabIndex={n === tabStop ? 0 : -1}
            aria-label={described(character)}
            data-chosen={n === props.chosen}
            data-typed={text[n] !== character.char}
            data-doubtful={character.confidence < DOUBTFUL_BELOW}
            onFocus={() => {
              onChoose(n);
              setTabStop(n);
            }}
            onMouseEnter={() => onChoose(n)}
            onClick={() => props.onPick(n)}
          >
            <span style={{ transform: `scaleX(${Math.max(0.08, character.confidence)})` }} />
          </button>
        ))}
      </fieldset>
      {chosen && (
        <p class="plate-detail">
          <b>{chosen.char}</b> {isTyped ? 'was read,' : ''} {percentText(chosen.confidence)}
          {runnersUp(chosen).map((guess) => (
            <button
              key={guess.char}
              type="button"
              class="alternative"
              aria-label={`${guess.char} ${percentText(guess.confidence)}, instead of ${chosen.char}`}
              // The field keeps its focus and its keys.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => props.onReplace(props.chosen, guess.char)}
            >
              <b>{guess.char}</b> {percentText(guess.confidence)}
            </button>
          ))}
        </p>
      )}
    </>
  );
}

/** Other characters for its place; a blank would be no text. */
function runnersUp(character: Character) {
  return character.alternatives
    .filter(({ char, confidence }) => confidence >= LEAST_LIKELY && char !== '_')
    .slice(0, 3);
}

function described(character: Character): string {
  const others = runnersUp(character)
    .map(({ char, confidence }) => `${char} ${percentText(confidence)}`)
    .join(', ');
  const sure = `${character.char}, ${percentText(character.confidence)}`;
  return others === '' ? sure : `${sure}; or ${others}`;
}
