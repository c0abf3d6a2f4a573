import { useState } from 'preact/hooks';
import type { Character, Reading } from '../../core/types.ts';
import { percentText } from '../format/numbers.ts';

/**
 * A reading in plate-like letters. The bar under each letter is its confidence; focusing or
 * pointing at a letter says it in numbers, with the runners-up.
 */
export function PlateText({ reading }: { readonly reading: Reading | null }) {
  const characters = reading?.characters ?? [];
  const lowest = lowestCharacter(characters);
  const [pointed, setPointed] = useState<number | null>(null);
  const [tabStop, setTabStop] = useState(0);
  const shown = pointed ?? lowest;
  const character = shown === null ? undefined : characters[shown];

  if (characters.length === 0) {
    return (
      <div class="plate plate-empty">
        <span class="plate-band" aria-hidden="true" />
        <span class="plate-unread">not readable</span>
      </div>
    );
  }
  return (
    <div>
      <div class="plate">
        <span class="plate-band" aria-hidden="true" />
        <fieldset
          class="plate-letters"
          aria-label={`Plate ${spelled(characters)}. Arrow keys go through its characters.`}
          style={{ '--letters': characters.length }}
          onMouseLeave={() => setPointed(null)}
          onKeyDown={(event) => {
            const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
            if (step === 0) return;
            event.preventDefault();
            const next = Math.min(characters.length - 1, Math.max(0, tabStop + step));
            setTabStop(next);
            (event.currentTarget.children[next] as HTMLElement | undefined)?.focus();
          }}
        >
          {characters.map((c, n) => (
            <button
              key={n}
              type="button"
              class="plate-letter"
              tabIndex={n === tabStop ? 0 : -1}
              aria-label={characterText(c)}
              data-doubtful={c.confidence < 0.8}
              onFocus={() => {
                setPointed(n);
                setTabStop(n);
              }}
              onBlur={() => setPointed(null)}
              onMouseEnter={() => setPointed(n)}
              onClick={() => setPointed(n)}
            >
              <span class="plate-glyph">{c.char}</span>
              <span class="plate-bar">
                <span style={{ transform: `scaleY(${Math.max(0.04, c.confidence)})` }} />
              </span>
            </button>
          ))}
        </fieldset>
      </div>
      {character && (
        <p class="plate-detail">
          {pointed === null ? 'Least sure: ' : ''}
          <span class="plate-detail-char">{character.char}</span>{' '}
          {percentText(character.confidence)}
          {runnersUp(character).map((guess) => (
            <span key={guess.char} class="plate-detail-or">
              {' · '}
              <span class="plate-detail-char">{guess.char === '_' ? 'blank' : guess.char}</span>{' '}
              {percentText(guess.confidence)}
            </span>
          ))}
        </p>
      )}
    </div>
  );
}

function runnersUp(character: Character) {
  return character.alternatives.filter((guess) => guess.confidence >= 0.005).slice(0, 3);
}

function lowestCharacter(characters: readonly Character[]): number | null {
  if (characters.length === 0) return null;
  return characters.reduce(
    (low, c, n) => (c.confidence < (characters[low]?.confidence ?? 1) ? n : low),
    0,
  );
}

function characterText(character: Character): string {
  const others = runnersUp(character)
    .map((guess) => `${guess.char === '_' ? 'blank' : guess.char} ${percentText(guess.confidence)}`)
    .join(', ');
  const sure = `${character.char}, ${percentText(character.confidence)}`;
  return others === '' ? sure : `${sure}; or ${others}`;
}

/** Letter by letter, so that a screen reader does not pronounce a plate as a word. */
function spelled(characters: readonly Character[]): string {
  return characters.map((c) => c.char).join(' ');
}
