/** The parts of write-excel-file that `xlsx.ts` uses, which have no types of their own. */
declare module '*/convertFileContentToUint8ArrayUniversal.js' {
  const convert: unknown;
  export default convert;
}

declare module '*/writeXlsxFileUniversal.js' {
  export function generateXlsxFileSync(
    data: readonly (readonly unknown[])[],
    sheet: Readonly<Record<string, unknown>>,
    options: undefined,
    convert: unknown,
  ): Promise<Blob>;
}
