/** The little of XML that annotation files use. Doctypes and entities of one's own are refused. */

export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
}

export class XmlError extends Error {
  override name = 'XmlError';
}

const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
};
const MAX_DEPTH = 32;

/** Escapes text for an element; characters XML cannot hold become U+FFFD. */
export function escapeXml(text: string): string {
  const escaped = text.replace(/[&<>"'\r\n\t]/g, (char) =>
    char < ' ' ? `&#${char.charCodeAt(0)};` : `&${ESCAPES[char]};`,
  );
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML forbids
  return escaped.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd');
}

const ESCAPES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(ENTITIES).map(([name, char]) => [char, name]),
);

/** Parses a document to its root element. @throws XmlError */
export function parseXml(source: string): XmlElement {
  const root = { name: '', text: '', attributes: {}, children: [] as XmlElement[] };
  const open = [root];
  // Sticky: what matches nothing ends the search, else each "<" never closed would be looked for
  // to the end of the file, for minutes.
  // A ">" may stand in quotes.
  const token =
    /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<((?:[^>"']|"[^"]*"|'[^']*')*)>|([^<]+)/gy;
  let end = 0;
  for (const match of source.matchAll(token)) {
    end = match.index + match[0].length;
    const [, cdata, tag, text] = match;
    const current = open[open.length - 1] as typeof root;
    if (text !== undefined) current.text += unescapeXml(text);
    else if (cdata !== undefined) current.text += cdata;
    else if (tag === undefined || tag.startsWith('?')) continue;
    else if (tag.startsWith('!')) throw new XmlError('XML with a doctype or entities is refused');
    else if (tag.startsWith('/')) {
      if (open.length < 2 || current.name !== tag.slice(1).trim()) {
        throw new XmlError('the XML is not well-formed');
      }
      open.pop();
    } else {
      const name = /^[^\s/]*/.exec(tag)?.[0] ?? '';
      const attributes = readAttributes(tag.slice(name.length));
      const element = { name, text: '', attributes, children: [] };
      current.children.push(element);
      if (tag.endsWith('/')) continue;
      if (open.length > MAX_DEPTH) throw new XmlError('the XML is nested too deeply');
      open.push(element);
    }
  }
  const [first] = root.children;
  if (open.length !== 1 || !first || end !== source.length) {
    throw new XmlError('the XML is not well-formed');
  }
  return first;
}

function readAttributes(tag: string): Record<string, string> {
  const attributes: Record<string, string> = Object.create(null);
  for (const [, name, double, single] of tag.matchAll(
    /([^\s=/"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
  )) {
    attributes[name as string] = unescapeXml(double ?? single ?? '');
  }
  return attributes;
}

function unescapeXml(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|(\w+));/gi, (_, hex, decimal, name) => {
    if (name) {
      if (!Object.hasOwn(ENTITIES, name)) throw new XmlError('XML with entities is refused');
      return ENTITIES[name] as string;
    }
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  });
}

/** The first child of that name. */
export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((c) => c.name === name);
}
