/** The Read screen's plates, as tests correct them. */
import { expect, type Page } from '@playwright/test';
import { choose, openRead, type photo, untilDone } from './readScreen.ts';

export const field = (page: Page) => page.getByTestId('plate-text');
export const list = (page: Page) => page.getByRole('listbox', { name: 'Photos' });
export const card = (page: Page, n: number) => page.getByRole('article', { name: `Plate ${n}` });
export const state = (page: Page, n = 1) => card(page, n).getByTestId('correct-state');

export async function read(page: Page, ...files: ReturnType<typeof photo>[]): Promise<void> {
  await openRead(page);
  await choose(page, files);
  await untilDone(page);
  await expect(field(page).first()).toBeVisible();
}

export async function kept(page: Page, n = 1): Promise<void> {
  await expect(state(page, n)).toHaveAttribute('data-keeping', 'kept');
}
