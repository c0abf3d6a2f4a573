/** A progress bar; without `value` (0–1) it says that work goes on, without a measure. */
export function ProgressBar(props: {
  readonly label: string;
  readonly value: number | null;
  readonly paused?: boolean;
}) {
  const percent = props.value === null ? null : Math.round(Math.min(1, props.value) * 100);
  return (
    <div
      class="progress"
      role="progressbar"
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(percent === null ? {} : { 'aria-valuenow': percent })}
      data-paused={props.paused === true}
    >
      <div
        class={percent === null ? 'progress-fill progress-unknown' : 'progress-fill'}
        style={percent === null ? {} : { transform: `scaleX(${percent / 100})` }}
      />
    </div>
  );
}
