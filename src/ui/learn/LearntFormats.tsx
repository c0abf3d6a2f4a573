import { learntShapes } from './learnState.ts';
import { scopeText } from './words.ts';

/** Shapes of plates that the answers told, by where the photos come from. */
export function LearntFormats() {
  const formats = learntShapes.value;
  if (formats.length === 0) return null;
  return (
    <section class="card" aria-labelledby="learning-shapes" data-testid="learnt-formats">
      <h2 id="learning-shapes">How plates look there</h2>
      <p>
        Seen from your answers alone; A is a letter, 9 a digit. A reading of another shape gets one
        of these beside it, to take with a click. What was read is never changed by it.
      </p>
      <ul class="learn-shapes">
        {formats.map(({ source, vehicles, shapes }) => (
          <li key={source}>
            <span>{scopeText({ kind: 'source', value: source })}</span>
            <span>
              {shapes.map(({ shape, vehicles: own }) => (
                <span key={shape} class="learn-shape">
                  <code>{shape}</code> {own} of {vehicles}
                </span>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
