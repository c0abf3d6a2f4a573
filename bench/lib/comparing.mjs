/**
 * Waits for the verdict of a comparison that was begun on the Models screen, and tells how far it is.
 * @param {import('@playwright/test').Page} page @param {number} everyMs @param {(line: string) => void} tell
 * @returns {Promise<import('@playwright/test').Locator>} the verdict
 */
export async function verdictOf(page, everyMs, tell) {
  const progress = page.getByRole('status').filter({ hasText: ' pictures' });
  const timer = setInterval(() => {
    progress.textContent({ timeout: 5000 }).then(
      (text) => tell(text ?? ''),
      () => undefined, // it is not there at the moment
    );
  }, everyMs);
  const verdict = page.getByTestId('gate-verdict');
  await verdict.waitFor().finally(() => clearInterval(timer));
  return verdict;
}
