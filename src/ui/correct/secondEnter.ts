/**
 * The second half of a double press of Enter. The first one answered, and another plate came up that
 * nobody has looked at yet.
 */
const WITHIN_MS = 350;

let last = { draft: '', time: Number.NEGATIVE_INFINITY };

/**
 * Asked at each Enter that would confirm a text as it stands. @param draft of the plate it would answer
 */
export function isSecondEnter({ timeStamp, isTrusted }: KeyboardEvent, draft: string): boolean {
  const isSecond = isTrusted && draft !== last.draft && timeStamp - last.time < WITHIN_MS;
  // A third one belongs to the second.
  last = { draft: isSecond ? last.draft : draft, time: timeStamp };
  return isSecond;
}
