/** Line icons on a 20-unit grid, drawn in the text's colour; decoration only, labels stand beside. */

const PATHS = {
  down: 'M5 8l5 5 5-5',
  back: 'M12.500 4l-6 6 6 6',
  forward: 'M7.500 4l6 6-6 6',
  add: 'M10 4v12M4 10h12',
  camera: 'M3 6.5h3l1.5-2h5l1.5 2h3v9H3zM10 13.5a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6z',
  check: 'M4 10.5l4 4 8-9',
  close: 'M5 5l10 10M15 5L5 15',
  copy: 'M7 7h9v9H7zM13 7V4H4v9h3',
  download: 'M10 3v9m-4-3.500l4 4 4-4M4 16.500h12',
  fit: 'M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4',
  folder: 'M3 5h5l1.500 2H17v9H3z',
  help: 'M6.5 7.400a3.500 3.500 0 1 1 5.200 3.100c-1.200.7-1.700 1.300-1.700 2.600M10 16.600v.1',
  minus: 'M4 10h12',
  pause: 'M7 4.500v11M13 4.500v11',
  photo: 'M3 4h14v12H3zM3 13l4-4 4 4 2-2 4 3.500M12.800 7.500v.1',
  play: 'M6.500 4.500v11l9-5.500z',
  undo: 'M4.500 10a5.500 5.500 0 1 0 1.600-3.900L4 8M4 3.500V8h4.500',
  redo: 'M15.500 10a5.500 5.500 0 1 1-1.600-3.900L16 8M16 3.500V8h-4.500',
  search: 'M9 14.500a5.500 5.500 0 1 0 0-11 5.500 5.500 0 0 0 0 11zM13 13l4 4',
  shield: 'M10 3l6 2v5c0 4-3 6-6 7-3-1-6-3-6-7V5z',
  stop: 'M5 5h10v10H5z',
  table: 'M3 4.5h14v11H3zM3 8.500h14M3 12h14M8 8.500v7',
  trash: 'M4 6h12M8 6V4h4v2M5.500 6l.8 10h7.400l.8-10',
  warning: 'M10 3.500l7.500 13h-15zM10 8.500v3.500M10 14.300v.1',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
