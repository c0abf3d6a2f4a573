import { describe, expect, test } from 'vitest';
import { isOtherCore, keepingOf } from '../../../../src/core/offline/keeping.ts';

const OWN = ['detector-v1', 'reader-v1'];
const TESSERACT = ['detector-v1', 'tesseract'];

describe('keepingOf', () => {
  test.each([
    ['index.html', 'shell'],
    ['assets/index-DYkWjQPM.css', 'shell'],
    ['assets/ort-wasm-simd-threaded-DcHrbrbl.wasm', 'shell'],
    ['assets/ort-wasm-simd-threaded-qyIweqWS.mjs', 'shell'],
    ['assets/ort-wasm-simd-threaded.asyncify-D5D0fo7z.wasm', 'on-use'],
    ['assets/ort-wasm-simd-threaded.jsep-CGX8rfbW.mjs', 'on-use'],
    ['assets/ort.webgpu.min-DzIJ_avx.js', 'on-use'],
    ['assets/ort.wasm.min-BqEl5fOU.js', 'shell'],
    ['assets/detector-v1-AbCd1234.onnx', 'shell'],
    ['assets/detector-v10-AbCd1234.onnx', 'on-use'],
    ['assets/reader-v2-AbCd1234.onnx', 'on-use'],
    ['assets/eng.traineddata-CYZ2qwst.gz', 'second-reader'],
    ['assets/tesseract-core-simd-lstm.wasm-D4IWHdQk.js', 'second-reader'],
    ['assets/worker.min-32WLk7pY.js', 'second-reader'],
    ['samples/germany.jpg', 'shell'],
  ])('%s: %s', (path, expected) => {
    expect(keepingOf(path, OWN)).toBe(expected);
  });

  test('tesseract belongs to the installation where it is the reader', () => {
    expect(keepingOf('assets/eng.traineddata-CYZ2qwst.gz', TESSERACT)).toBe('shell');
  });

  test('an empty id in the catalogue claims no model', () => {
    expect(keepingOf('assets/detector-v1-AbCd1234.onnx', [''])).toBe('on-use');
  });
});

test('of tesseract’s cores only the one this browser uses is kept', () => {
  const relaxed = 'assets/tesseract-core-relaxedsimd-lstm.wasm-Cf-iNgJ9.js';
  const plain = 'assets/tesseract-core-simd-lstm.wasm-D4IWHdQk.js';
  expect([isOtherCore(relaxed, true), isOtherCore(plain, true)]).toEqual([false, true]);
  expect([isOtherCore(relaxed, false), isOtherCore(plain, false)]).toEqual([true, false]);
});
