/** Accessibility by rule: what axe can see of WCAG 2.2 AA. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Code that came through to the screen: a template that was not filled in, a value that is none. */
const LEFTOVER = /\$\{?[a-zA-Z]+[.(}]|\bNaN\b|\bundefined\b|\[object |Infinity/;

/**
 * Fails with each violation and the elements it is about, and with code that shows among the words.
 * `include` narrows axe to a part.
 */
export async function expectAccessible(page: Page, include?: string): Promise<void> {
  const builder = new AxeBuilder({ page }).withTags(STANDARDS);
  const { violations } = await (include ? builder.include(include) : builder).analyze();
  const found = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((n) => `  ${n.html}`).join('\n')}`,
  );
  expect(found, 'axe violations').toEqual([]);
  const words = await page.locator('body').ariaSnapshot();
  const code = words.split('\n').filter((line) => LEFTOVER.test(line));
  expect(code, 'code on the screen').toEqual([]);
}
