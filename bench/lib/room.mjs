/**
 * A browser without a profile gives an origin little room; tens of thousands of photos are kept twice.
 * @param {import('@playwright/test').Page} page @param {string} address
 */
export async function giveRoom(page, address) {
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(address);
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 50e9 });
}
