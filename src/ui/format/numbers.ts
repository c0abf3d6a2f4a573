/** Numbers as people read them: rates, times, shares, sizes. */

/** `1.8 photos/s`, or `12 photos/min` for slow machines. */
export function rateText(msPerPhoto: number): string {
  const perSecond = 1000 / Math.max(msPerPhoto, 1e-3);
  if (perSecond >= 10) return `${Math.round(perSecond)} photos/s`;
  if (perSecond >= 1) return `${perSecond.toFixed(1)} photos/s`;
  return `${(perSecond * 60).toFixed(perSecond * 60 >= 10 ? 0 : 1)} photos/min`;
}

/** `40 s left`, `3 min left`, `1 h 20 min left`; rounded up, since a promise kept late annoys. */
export function timeLeftText(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  if (seconds < 10) return `${seconds} s left`;
  if (seconds < 90) return `${Math.ceil(seconds / 5) * 5} s left`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 90) return `${minutes} min left`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min left`;
}

/** `740 ms` or `1.24 s`. */
export function durationText(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

/** `97 %`; certain only when it is: 99.96 % is written `99.9 %`. */
export function percentText(confidence: number): string {
  const percent = confidence * 100;
  if (percent >= 99.5 && percent < 100) return `${(Math.floor(percent * 10) / 10).toFixed(1)} %`;
  return `${Math.round(percent)} %`;
}

/** `4.1 MB`, decimal units as file managers show them. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(0)} kB`;
  if (bytes < 1e9) return `${(bytes / 1e6).toFixed(1)} MB`;
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

/** `1 sample`, `2 samples`. */
export function plural(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

/** How long ago: `just now`, `40 minutes ago`, `5 hours ago`, `12 days ago`. */
export function ageText(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 90) return `${plural(minutes, 'minute')} ago`;
  const hours = Math.round(minutes / 60);
  return hours < 48
    ? `${plural(hours, 'hour')} ago`
    : `${plural(Math.round(hours / 24), 'day')} ago`;
}
