/** Answers the queue "Teach me" from the truth, by keyboard as a person would. */
import type { Page } from '@playwright/test';
import { type ReadPlates, truePlate } from './readPlates.ts';
import type { RealPhoto } from './realPhotos.ts';

/** A person takes longer for a plate. */
const PAUSE_MS = 1_000;
/** By then an answer counts, or it never will: a text that can be no plate's. */
const COUNTED_MS = 15_000;
const REFIT_EVERY = 10;

/** @param most so many answers, if what was learnt is not used before */
export async function answerQueue(
  page: Page,
  photos: readonly RealPhoto[],
  read: ReadPlates,
  most: number,
  say: (line: string) => void,
) {
  const by = new Map(photos.map((photo) => [photo.file, photo] as const));
  const given = new Map<string, string>();
  const steps: { answers: number; state: string | null; says: string }[] = [];
  const counts = { corrected: 0, confirmed: 0, notTold: 0, askedAgain: 0 };
  const layer = page.getByTestId('layer-status');
  const card = page.getByTestId('review-card');
  const again = page.getByTestId('blind-question');
  const next = page.getByRole('button', { name: /^Ask the next/ });
  while (given.size < most && (await layer.getAttribute('data-state')) !== 'on') {
    await card.or(again).or(next).first().waitFor();
    if (await next.isVisible()) {
      await next.click();
      await page.getByTestId('teach-reason').waitFor();
      continue;
    }
    if (await again.isVisible()) {
      // The truth is known by the file's name, which a blind question does not show.
      await page.getByRole('button', { name: 'Not now' }).click();
      await card.waitFor();
      counts.askedAgain += 1;
      continue;
    }
    const name = (await card.locator('.file-name').first().getAttribute('title')) ?? '';
    const photo = by.get(name.split('/').pop() ?? '');
    if (!photo) throw new Error(`No truth for ${name}`);
    const line = (await card.locator('p').first().textContent()) ?? '';
    const at = Number(/plate (\d+) of/.exec(line)?.[1] ?? 1) - 1;
    const seen = read.get(photo.file);
    if (at !== truePlate(seen, photo)) {
      await cannotTell(page);
      counts.notTold += 1;
    } else {
      const field = page.getByTestId('plate-text');
      if ((await field.inputValue()) === photo.text) counts.confirmed += 1;
      else {
        await field.press('Control+a');
        await page.keyboard.type(photo.text);
        counts.corrected += 1;
      }
      await page.keyboard.press('Enter');
      given.set(photo.file, photo.text);
    }
    await page.waitForTimeout(PAUSE_MS);
    await learnt(page, given.size);
    if (given.size % REFIT_EVERY > 0 && (await layer.getAttribute('data-state')) !== 'on') continue;
    const step = {
      answers: Number(await layer.getAttribute('data-answers')),
      state: await layer.getAttribute('data-state'),
      says: (await layer.getByRole('status').textContent()) ?? '',
    };
    if (steps.at(-1)?.answers === step.answers) continue;
    steps.push(step);
    say(`${step.answers} answers, ${step.state}: ${step.says}`);
  }
  return { given, report: { answers: given.size, ...counts, steps } };
}

/** A second plate of the photo, of which nothing is known. */
async function cannotTell(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.keyboard.press('1');
  await page.keyboard.press('e');
}

/** The answer counts; fitting and trying are waited for, reading open photos again goes on beside. */
async function learnt(page: Page, answers: number): Promise<void> {
  await page
    .waitForFunction(
      (n) => {
        const layer = document.querySelector<HTMLElement>('[data-testid=layer-status]');
        const again = 'Reading the open photos again';
        const doing = document.querySelector('.learn-doing p')?.textContent ?? again;
        return Number(layer?.dataset.answers) >= n && doing.startsWith(again);
      },
      answers,
      { timeout: COUNTED_MS },
    )
    .catch((error: Error) => {
      if (error.name !== 'TimeoutError') throw error;
    });
}
