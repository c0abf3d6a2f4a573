/** IEEE 754 half precision: numbers in sixteen bits, as some exports take and give them. */

const word = new Float32Array(1);
const bits = new Uint32Array(word.buffer);

/** To half precision, rounded to nearest even; too large becomes infinite. */
export function toHalves(values: Float32Array): Uint16Array {
  return Uint16Array.from(values, (value) => {
    word[0] = value;
    const b = bits[0] as number;
    const sign = (b >>> 16) & 0x8000;
    const exponent = ((b >>> 23) & 0xff) - 112;
    const fraction = b & 0x7fffff;
    if (exponent >= 31) return sign | 0x7c00 | (Number.isNaN(value) ? 0x200 : 0);
    if (exponent < -10) return sign;
    const whole = exponent > 0 ? (exponent << 23) | fraction : fraction | 0x800000;
    const shift = exponent > 0 ? 13 : 14 - exponent;
    const half = whole >>> shift;
    const rest = whole & ((1 << shift) - 1);
    const tie = 1 << (shift - 1);
    return sign | (half + (rest > tie || (rest === tie && half & 1) ? 1 : 0));
  });
}

/** From half precision; of runtimes that give numbers already, those. */
export function fromHalves(values: ArrayLike<number>): Float32Array {
  if (!(values instanceof Uint16Array)) return Float32Array.from(values);
  return Float32Array.from(values, halfToFloat);
}

/** One half-precision number. */
export function halfToFloat(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
