import '../dataset.css';

/** A backup that lacks something: what, and whether to take the rest. */
export function MissingQuestion(props: {
  readonly missing: readonly string[];
  readonly partial: boolean;
  readonly onAnswer: (partial: boolean) => void;
}) {
  const { missing } = props;
  return (
    <section
      class="import-question"
      data-testid="import-missing"
      aria-labelledby="import-missing-title"
    >
      <h3 id="import-missing-title">This backup is not complete</h3>
      <p class="muted">
        {missing.length === 1 ? 'One thing is' : `${missing.length} things are`} missing, or not as
        written. If there is another copy of it, take that one.
      </p>
      <ul class="problem-list">
        {missing.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <label>
        <input
          type="checkbox"
          checked={props.partial}
          onChange={({ currentTarget }) => props.onAnswer(currentTarget.checked)}
        />{' '}
        Take what is whole: photos are added, settings stay as they are
      </label>
    </section>
  );
}
