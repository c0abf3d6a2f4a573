/** The theme's colours as a canvas needs them, and anew when the theme changes. */
import { useEffect, useState } from 'preact/hooks';
import { settings } from '../appSettings.ts';

export interface ChartColours {
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly accent: string;
  readonly good: string;
  readonly warn: string;
  readonly bad: string;
  readonly surface: string;
  /** Twelve that are told apart, also with red-green blindness (Okabe and Ito, lightened or darkened). */
  readonly series: readonly string[];
}

const LIGHT = [
  '#0072b2',
  '#c65100',
  '#00795a',
  '#9c3d78',
  '#8a6d00',
  '#2b7fae',
  '#5b5b5b',
  '#6a3fb5',
  '#a11d33',
  '#3f7d20',
  '#7a4b2a',
  '#00808a',
];
const DARK = [
  '#6db8ff',
  '#ff9f5a',
  '#4fd3a4',
  '#f09ccf',
  '#f2d04b',
  '#8fd0f5',
  '#c4c4c4',
  '#c0a3ff',
  '#ff8f9f',
  '#a5db7c',
  '#d9a77f',
  '#5fdde6',
];

function read(): ChartColours {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string) => {
    // light-dark() resolves only on an element that uses it.
    const probe = document.createElement('span');
    probe.style.color = style.getPropertyValue(name);
    document.body.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  };
  const ink = of('--ink');
  return {
    ink,
    muted: of('--ink-2'),
    line: of('--line'),
    accent: of('--accent'),
    good: of('--good'),
    warn: of('--warn'),
    bad: of('--bad'),
    surface: of('--surface'),
    series: isLight(ink) ? DARK : LIGHT,
  };
}

/** Whether a CSS colour is nearer to white. */
function isLight(colour: string): boolean {
  const numbers = colour
    .match(/[\d.]+/g)
    ?.slice(0, 3)
    .map(Number) ?? [0, 0, 0];
  return numbers.reduce((a, b) => a + b, 0) > 380;
}

export function useChartColours(): ChartColours {
  const [colours, setColours] = useState(read);
  const { theme } = settings.value;
  useEffect(() => {
    const again = () => setColours(read());
    again();
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', again);
    return () => dark.removeEventListener('change', again);
  }, [theme]);
  return colours;
}
