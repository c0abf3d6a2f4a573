/** Which character of a field in one width of letters lies under the pointer; its length behind the text. */
export function characterAt(input: HTMLInputElement, clientX: number): number {
  const style = getComputedStyle(input);
  const context = document.createElement('canvas').getContext('2d');
  if (!context) return input.selectionStart ?? 0;
  context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const px = (length: string) => Number.parseFloat(length) || 0;
  const advance = context.measureText('0').width + px(style.letterSpacing);
  const left = input.getBoundingClientRect().left + input.clientLeft + px(style.paddingLeft);
  const place = Math.floor((clientX - left + input.scrollLeft) / advance);
  return Math.min(input.value.length, Math.max(0, place));
}
