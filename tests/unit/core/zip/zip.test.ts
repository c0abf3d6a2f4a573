import { makeZip as clientZip } from 'client-zip';
import fc from 'fast-check';
import { deflateSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { readDirectory } from '../../../../src/core/zip/directory.ts';
import { readEntry, readWhole } from '../../../../src/core/zip/entry.ts';
import { ZipError } from '../../../../src/core/zip/zipError.ts';
import { deflated, fflateInflater, makeZip, type Part, sourceOf } from './zipFiles.ts';

const text = (s: string) => new TextEncoder().encode(s);

async function unpack(zip: Uint8Array): Promise<Record<string, Uint8Array>> {
  const source = sourceOf(zip);
  const entries = await readDirectory(source);
  const files: [string, Uint8Array][] = [];
  for (const entry of entries) {
    files.push([entry.name, await readWhole(source, entry, fflateInflater, 2 ** 26)]);
  }
  return Object.fromEntries(files);
}

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'accepted';
  } catch (error) {
    return error instanceof ZipError ? error.code : `other: ${String(error)}`;
  }
};

describe('honest zips', () => {
  test('of fflate and of client-zip, with Unicode and spaces', async () => {
    const files = {
      'a b/ü 車.txt': text('hello'),
      'empty.txt': text(''),
      big: text('x'.repeat(1e5)),
    };
    expect(await unpack(zipSync(files))).toEqual(files);
    const streamed = clientZip(
      Object.entries(files).map(([name, input]) => ({ name, input, lastModified: new Date(0) })),
    );
    const bytes = new Uint8Array(await new Response(streamed).arrayBuffer());
    expect(await unpack(bytes)).toEqual(files);
  });

  test('any content comes back', async () => {
    const contents = fc.array(fc.tuple(fc.uint8Array({ maxLength: 500 }), fc.boolean()), {
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(contents, async (list) => {
        const parts = list.map(
          ([data, pack], i): Part => (pack ? deflated(`f${i}`, data) : { name: `f${i}`, data }),
        );
        const files = await unpack(makeZip(parts));
        expect(Object.values(files)).toEqual(list.map(([data]) => data));
      }),
      { numRuns: 50 },
    );
  });

  test('70,000 tiny entries (zip64)', async () => {
    async function* entries() {
      for (let i = 0; i < 70_000; i++) {
        yield { name: `f/${i}`, input: text(String(i)), lastModified: new Date(0) };
      }
    }
    const bytes = new Uint8Array(await new Response(clientZip(entries())).arrayBuffer());
    const source = sourceOf(bytes);
    const list = await readDirectory(source);
    expect(list).toHaveLength(70_000);
    const last = list[69_999];
    if (!last) throw new Error('missing');
    expect(new TextDecoder().decode(await readWhole(source, last, fflateInflater, 100))).toBe(
      '69999',
    );
  }, 60_000);

  test('a comment behind the end', async () => {
    expect(await unpack(makeZip([{ name: 'a', data: text('1') }], 'PK a comment'))).toEqual({
      a: text('1'),
    });
  });
});

describe('hostile names', () => {
  const one = (name: string | Uint8Array) => makeZip([{ name, data: text('x') }]);
  test.each([
    '../evil',
    'a/../../evil',
    '/etc/passwd',
    'C:/x',
    '..\\evil',
    'a\\..\\..\\evil',
    '\\\\server\\x',
    '\\etc\\passwd',
    './',
    './../a',
    'a/./b',
    'a//b',
    '__proto__',
    'a/__proto__/b',
    'constructor',
    'a\nb',
    'a\u0000b',
    'a\u202egpj.exe',
    `${'a/'.repeat(40)}x`,
    'x'.repeat(2000),
    '',
  ])('%j is refused', async (name) => {
    expect(await codeOf(readDirectory(sourceOf(one(name))))).toBe('hostile');
  });

  test.each([
    [
      'backslashes, as packers on Windows wrote them',
      'plates\\images\\a.jpg',
      'plates/images/a.jpg',
    ],
    ['./ before the name', './images/a.jpg', 'images/a.jpg'],
  ])('%s are a path', async (_, name, path) => {
    const [entry] = await readDirectory(sourceOf(one(name)));
    expect(entry?.name).toBe(path);
  });

  test('names that differ in case are two files', async () => {
    const names = await readDirectory(sourceOf(makeZip([{ name: 'x' }, { name: 'X' }])));
    expect(names.map(({ name }) => name)).toEqual(['x', 'X']);
  });

  test('equal names, also but for composition', async () => {
    for (const [a, b] of [
      ['x', 'x'],
      ['a\\b', 'a/b'],
      ['./x', 'x'],
      ['é', 'e\u0301'],
      ['d/', 'd'],
    ] as const) {
      const zip = makeZip([{ name: a }, { name: b }]);
      expect(await codeOf(readDirectory(sourceOf(zip)))).toBe('hostile');
    }
  });

  test('links and devices', async () => {
    for (const mode of [0o120777, 0o020666]) {
      const zip = makeZip([{ name: 'link', data: text('/etc/passwd'), mode }]);
      expect(await codeOf(readDirectory(sourceOf(zip)))).toBe('hostile');
    }
  });

  test('overlong UTF-8 cannot smuggle a slash: it is read as code page 437', async () => {
    const name = new Uint8Array([0x61, 0xc0, 0xaf, 0x62]);
    const [entry] = await readDirectory(sourceOf(one(name)));
    expect(entry?.name).toBe('a└»b');
  });

  test('umlauts as Windows Explorer packs them are no control characters', async () => {
    const name = new Uint8Array([0x46, 0x81, 0x72, 0x20, 0x9a, 0x2e, 0x6a, 0x70, 0x67]);
    const [entry] = await readDirectory(sourceOf(one(name)));
    expect(entry?.name).toBe('Für Ü.jpg');
  });
});

describe('lies', () => {
  const read = (parts: readonly Part[]) => unpack(makeZip(parts));
  test.each<[string, Part, string]>([
    ['another local name', { name: 'a', localName: 'b', data: text('x') }, 'hostile'],
    ['another local size', { ...deflated('a', text('xxxx')), localBytes: 9 }, 'hostile'],
    ['more than promised', { ...deflated('a', text('x'.repeat(99))), bytes: 3 }, 'hostile'],
    ['less than promised', { ...deflated('a', text('xx')), bytes: 3 }, 'damaged'],
    [
      'other content',
      { name: 'a', data: text('xx'), packed: deflateSync(text('yy')), method: 8 },
      'damaged',
    ],
    [
      'broken deflate data',
      { name: 'a', data: text('xx'), packed: text('\xff\xff\xff'), method: 8 },
      'damaged',
    ],
    ['encryption', { name: 'a', data: text('x'), flags: 1 }, 'unsupported'],
    ['another method', { name: 'a', data: text('x'), method: 12 }, 'unsupported'],
    ['an offset outside', { name: 'a', data: text('x'), offset: 9999 }, 'damaged'],
  ])('%s', async (_, part, code) => {
    expect(await codeOf(read([part]))).toBe(code);
  });

  test('any cut or flipped byte is refused or reads the same names, and never hangs', async () => {
    const good = makeZip([deflated('a.txt', text('hello hello')), { name: 'b', data: text('x') }]);
    const damage = fc.record({
      at: fc.nat(good.length - 1),
      by: fc.integer({ min: 1, max: 255 }),
      cut: fc.nat(good.length),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ at, by, cut }) => {
        const bad = good.slice();
        bad[at] = (bad[at] as number) ^ by;
        expect(await codeOf(unpack(bad))).not.toMatch(/^other/);
        if (cut < good.length) {
          expect(await codeOf(unpack(good.slice(0, cut)))).not.toMatch(/accepted|other/);
        }
      }),
    );
  });
});

describe('bombs', () => {
  test('entries that share bytes', async () => {
    const data = deflated('a', new Uint8Array(1e6));
    const zip = makeZip([data, { ...data, name: 'b', offset: 0 }]);
    expect(await codeOf(readDirectory(sourceOf(zip)))).toBe('hostile');
  });

  test('4 GB in a small file, honest about its size: refused unread', async () => {
    const zip = makeZip([
      { name: 'a', packed: new Uint8Array(42_000), method: 8, bytes: 2 ** 32 - 2 },
    ]);
    expect(await codeOf(readDirectory(sourceOf(zip)))).toBe('limit');
  });

  test('a high ratio: refused unread', async () => {
    expect(
      await codeOf(readDirectory(sourceOf(makeZip([deflated('a', new Uint8Array(3e6))])))),
    ).toBe('hostile');
  });

  test('a lie about the size: stopped within bounded memory', async () => {
    const huge = new Uint8Array(100e6);
    const zip = makeZip([{ ...deflated('a', huge), bytes: 60_000 }]);
    const source = sourceOf(zip);
    const [entry] = await readDirectory(source);
    if (!entry) throw new Error('missing');
    let seen = 0;
    const code = await codeOf(
      (async () => {
        for await (const piece of readEntry(source, entry, fflateInflater)) seen += piece.length;
      })(),
    );
    expect(code).toBe('hostile');
    expect(seen).toBeLessThan(20e6);
  }, 30_000);

  test('too many entries, too large in all', async () => {
    const zip = makeZip([{ name: 'a' }, { name: 'b' }]);
    const limits = { entries: 1, entryBytes: 10, totalBytes: 10, ratio: 10 };
    expect(await codeOf(readDirectory(sourceOf(zip), limits))).toBe('limit');
    const two = makeZip([
      { name: 'a', data: text('123456') },
      { name: 'b', data: text('123456') },
    ]);
    expect(await codeOf(readDirectory(sourceOf(two), { ...limits, entries: 9 }))).toBe('limit');
  });
});

test('what is no zip', async () => {
  expect(await codeOf(readDirectory(sourceOf(text('hello'))))).toBe('damaged');
  expect(await codeOf(readDirectory(sourceOf(new Uint8Array())))).toBe('damaged');
});

test('bytes in front of a zip are named as what they are', async () => {
  const whole = makeZip([{ name: 'a.txt', data: new Uint8Array([1, 2, 3]) }]);
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 3000 }), async (front) => {
      const shifted = new Uint8Array([...front, ...whole]);
      await expect(readDirectory(sourceOf(shifted))).rejects.toMatchObject({
        code: 'unsupported',
        message: expect.stringContaining(`${front.length} bytes stand in front of it`),
      });
    }),
  );
});
