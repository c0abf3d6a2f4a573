/** The wheel of the logo on a 24-unit grid: rim, hub and four spokes, to be stroked. */
export const WHEEL_PATH =
  'M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17zM12 9.8a2.2 2.2 0 1 0 0 4.4a2.2 2.2 0 1 0 0-4.4zM12 3.5v6.3M12 14.2v6.3M3.5 12h6.3M14.2 12h6.3';

/** The name on a small plate: blue band with a wheel, embossed letters. */
export function Logo() {
  return (
    <span class="logo" aria-hidden="true">
      <span class="logo-band">
        <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
          <path d={WHEEL_PATH} />
        </svg>
      </span>
      <span class="logo-name">PLATEWHEEL</span>
    </span>
  );
}
