/** Numbers that zip records begin with, and the largest counts and sizes without zip64. Source: APPNOTE.TXT 6.3.10. */
export const LOCAL = 0x04034b50;
export const CENTRAL = 0x02014b50;
export const END = 0x06054b50;
export const ZIP64_END = 0x06064b50;
export const ZIP64_LOCATOR = 0x07064b50;
export const U16 = 0xffff;
export const U32 = 0xffffffff;
