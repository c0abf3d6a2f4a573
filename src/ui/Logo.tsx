/** The name on a small plate: blue band with a wheel, embossed letters. */
export function Logo() {
  return (
    <span class="logo" aria-hidden="true">
      <span class="logo-band">
        <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
          <circle cx="12" cy="12" r="8.5" />
          <circle cx="12" cy="12" r="2.2" />
          <path d="M12 3.5v6.300M12 14.200v6.300M3.500 12h6.300M14.200 12h6.300" />
        </svg>
      </span>
      <span class="logo-name">PLATEWHEEL</span>
    </span>
  );
}
