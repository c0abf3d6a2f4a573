/** Reading numbers and letters from file bytes; every read is checked by `has` first. */

/** Big- or little-endian view of a file's bytes; reads past the end give 0, so check `has`. */
export class Bytes {
  readonly length: number;
  private readonly view: DataView;

  constructor(
    readonly data: Uint8Array,
    private readonly littleEndian = false,
  ) {
    this.length = data.length;
    this.view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  }

  /** Whether `count` bytes stand from `at` on. */
  has(at: number, count: number): boolean {
    return at >= 0 && at + count <= this.length;
  }

  u8(at: number): number {
    return this.has(at, 1) ? this.view.getUint8(at) : 0;
  }

  u16(at: number): number {
    return this.has(at, 2) ? this.view.getUint16(at, this.littleEndian) : 0;
  }

  u24(at: number): number {
    return this.littleEndian
      ? this.u8(at) | (this.u8(at + 1) << 8) | (this.u8(at + 2) << 16)
      : (this.u8(at) << 16) | (this.u8(at + 1) << 8) | this.u8(at + 2);
  }

  u32(at: number): number {
    return this.has(at, 4) ? this.view.getUint32(at, this.littleEndian) : 0;
  }

  /** `count` bytes as Latin-1 text. */
  text(at: number, count: number): string {
    return String.fromCharCode(...this.data.subarray(at, at + count));
  }
}
