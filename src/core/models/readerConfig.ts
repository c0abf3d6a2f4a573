/**
 * How a foreign reader wants its plates and what its classes mean: from fast-plate-ocr's config
 * (YAML beside the ONNX), from metadata, or from a dictionary of PP-OCR: one character a line, or the
 * list in PaddleOCR's inference.yml.
 */
import { LayoutError } from './detectorLayout.ts';

export interface ReaderConfig {
  /** `slots`: one character a slot; `ctc`: steps, repeats and blanks. */
  readonly kind: 'slots' | 'ctc';
  /** One entry a class; for `ctc` the blank is ''. */
  readonly alphabet: readonly string[];
  /** For `slots`: the character that stands for nothing. */
  readonly pad: string;
  readonly slots: number | null;
  readonly height: number | null;
  readonly width: number | null;
  readonly colour: 'rgb' | 'grey';
  readonly keepsAspect: boolean;
}

/** A YAML file beside a reader: PaddleOCR's inference.yml or fast-plate-ocr's config. @throws LayoutError */
export function yamlConfig(yaml: string): ReaderConfig {
  const listed = characterList(yaml);
  return listed ? ctcReader(listed) : plateConfig(yaml);
}

/** The entries of `character_dict`, as PaddleOCR's export lists them; null where there is no such list. */
function characterList(yaml: string): string[] | null {
  const lines = yaml.split(/\r?\n/);
  const start = lines.findIndex((line) => /^ *character_dict: *$/.test(line)) + 1;
  if (start === 0) return null;
  const entries: string[] = [];
  // Only spaces belong to YAML: an entry may be an ideographic space, which `trim` would take away.
  for (let i = start; /^ *- /.test(lines[i] ?? ''); i++) {
    entries.push(scalar((lines[i] as string).replace(/^ *- /, '').replace(/ +$/, '')));
  }
  return entries;
}

/** A YAML scalar of one line. */
function scalar(text: string): string {
  if (!/^".*"$/s.test(text)) return unquoted(text);
  const escaped = /\\(?:x([0-9A-F]{2})|u([0-9A-F]{4})|U(000[0-9A-F]{5}|0010[0-9A-F]{4})|(.))/gi;
  return text.slice(1, -1).replace(escaped, (_, x, u, wide, char) => {
    const code = x ?? u ?? wide;
    if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
    return /\w/.test(char) ? '' : char; // `\t` and its like are characters of no plate
  });
}

/**
 * fast-plate-ocr's config. Its YAML is flat `key: value`; unknown keys are left aside.
 * @throws LayoutError with what is missing
 */
export function plateConfig(yaml: string): ReaderConfig {
  const values = new Map<string, string>();
  for (const line of yaml.split(/\r?\n/)) {
    const match = /^([A-Za-z_]+)\s*:\s*(.+?)\s*$/.exec(line.replace(/\s+#.*$/, ''));
    if (match) values.set(match[1] as string, unquoted(match[2] as string));
  }
  const count = (key: string) => {
    const value = Number(values.get(key));
    return Number.isInteger(value) && value > 0 && value <= 4096 ? value : null;
  };
  const alphabet = Array.from(values.get('alphabet') ?? '');
  const pad = values.get('pad_char') ?? '_';
  const slots = count('max_plate_slots');
  const missing = [
    ...(alphabet.length > 1 ? [] : ['alphabet']),
    ...(slots ? [] : ['max_plate_slots']),
    ...(count('img_height') ? [] : ['img_height']),
    ...(count('img_width') ? [] : ['img_width']),
  ];
  if (missing.length > 0) {
    throw new LayoutError(
      `The config lacks ${missing.join(', ')}. Choose the plate config (YAML) that belongs to this fast-plate-ocr model.`,
    );
  }
  if (new Set(alphabet).size !== alphabet.length || !alphabet.includes(pad)) {
    throw new LayoutError(
      'The config’s alphabet names a character twice or lacks its pad_char; the file seems to be damaged.',
    );
  }
  return {
    kind: 'slots',
    alphabet,
    pad,
    slots,
    height: count('img_height'),
    width: count('img_width'),
    colour: /^rgb$/i.test(values.get('image_color_mode') ?? '') ? 'rgb' : 'grey',
    keepsAspect: /^true$/i.test(values.get('keep_aspect_ratio') ?? ''),
  };
}

/** A dictionary of one character a line, as PP-OCR and RapidOCR have them; the blank comes first. */
export function ctcConfig(dictionary: string): ReaderConfig {
  return ctcReader(dictionary.replace(/\r?\n$/, '').split(/\r?\n/));
}

function ctcReader(characters: readonly string[]): ReaderConfig {
  if (characters.length < 10) {
    throw new LayoutError(
      'The alphabet file has fewer than ten characters: one a line is expected.',
    );
  }
  return {
    kind: 'ctc',
    alphabet: ['', ...characters],
    pad: '',
    slots: null,
    height: null,
    width: null,
    colour: 'rgb',
    keepsAspect: true,
  };
}

/** Classes of `count` for an alphabet; PP-OCR adds a space at the end. @throws LayoutError */
export function fittedAlphabet(config: ReaderConfig, count: number): readonly string[] {
  const { alphabet, kind } = config;
  if (alphabet.length === count) return alphabet;
  if (kind === 'ctc' && alphabet.length === count - 1) return [...alphabet, ' '];
  throw new LayoutError(
    `The model tells ${count} characters apart, the alphabet has ${alphabet.length}. Choose the config or dictionary that belongs to this model.`,
  );
}

const unquoted = (text: string) =>
  /^(['"]).*\1$/.test(text) ? text.slice(1, -1).replaceAll("''", "'") : text;
