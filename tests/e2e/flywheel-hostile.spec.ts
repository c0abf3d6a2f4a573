/** Imports that mean harm, or are broken: refused with a reason, nothing taken, nothing hangs. */
import { makeZip as clientZip } from 'client-zip';
import { deflated, makeZip, type Part } from '../unit/core/zip/zipFiles.ts';
import { expect, test } from './base.ts';
import { dumpDatabase, GERMANY, importZip, lookThrough, openDataset } from './flywheelTools.ts';

const photo: Part = { name: 'a.jpg', data: GERMANY };
const text = (s: string) => new TextEncoder().encode(s);

const HOSTILE: readonly (readonly [string, Uint8Array, RegExp])[] = [
  ['dot dot', makeZip([photo, { name: '../b.jpg', data: GERMANY }]), /looks harmful/],
  ['absolute', makeZip([photo, { name: '/etc/passwd', data: text('x') }]), /looks harmful/],
  ['prototype', makeZip([photo, { name: '__proto__', data: text('x') }]), /looks harmful/],
  ['control characters', makeZip([{ name: 'a\n.jpg', data: GERMANY }]), /looks harmful/],
  ['a link', makeZip([{ name: 'l.jpg', data: text('/etc'), mode: 0o120777 }]), /looks harmful/],
  ['two of a name', makeZip([photo, photo]), /looks harmful/],
  ['two local names', makeZip([{ ...photo, localName: 'b.jpg' }]), /looks harmful/],
  [
    'a bomb that lies',
    makeZip([{ ...deflated('a.jpg', new Uint8Array(200e6)), bytes: 200_000 }]),
    /looks harmful/,
  ],
  [
    'a bomb that does not',
    makeZip([{ name: 'a.jpg', packed: new Uint8Array(42_000), method: 8, bytes: 2 ** 32 - 2 }]),
    /because of its size/,
  ],
  ['cut short', makeZip([photo]).slice(0, -40), /damaged/],
  ['a broken backup', makeZip([{ name: 'backup.json', data: text('{"type":') }]), /damaged/],
  ['no photos', makeZip([{ name: 'readme.md', data: text('hello') }]), /no photos in this/],
];

test('hostile and broken zips are refused, and nothing of them is kept', async ({ page }) => {
  test.setTimeout(150_000);
  await openDataset(page);
  for (const [name, bytes, said] of HOSTILE) {
    expect([name, await lookThrough(page, `${name}.zip`, Buffer.from(bytes))]).toEqual([
      name,
      expect.stringMatching(said),
    ]);
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  }
  const dump = await dumpDatabase(page);
  expect([dump.samples, dump.blobs, dump.imports, dump.importRows]).toEqual([[], [], [], []]);
});

test('problems are named by file and line, and XML with entities is refused', async ({ page }) => {
  await openDataset(page);
  const zip = makeZip([
    photo,
    { name: 'a.txt', data: text('0 0.5 0.5 0.1 0.1\nhello\n') },
    { name: 'b.jpg', data: text('no picture') },
    { name: 'c.xml', data: text('<!DOCTYPE x [<!ENTITY y "z">]><annotation/>') },
  ]);
  const said = await lookThrough(page, 'mixed.zip', Buffer.from(zip));
  expect(said).toContain('adds 1 photo with 1 plate');
  expect(said).toContain('a.txt, line 2');
  expect(said).toContain('b.jpg');
  expect(said).toContain('c.xml');
  expect(said).toContain('doctype or entities is refused');
});

test('70,000 tiny entries work', async ({ page }) => {
  test.setTimeout(120_000);
  async function* entries() {
    for (let i = 0; i < 70_000; i++) yield { name: `notes/${i}.md`, input: text(String(i)) };
    yield { name: 'images/a.jpg', input: GERMANY };
    yield { name: 'labels/a.txt', input: text('0 0.5 0.5 0.1 0.1\n') };
  }
  const bytes = Buffer.from(await new Response(clientZip(entries())).arrayBuffer());
  await openDataset(page);
  await importZip(page, 'many.zip', bytes);
  await expect(page.getByTestId('sample-count')).toHaveText(/^1 photo/);
});
