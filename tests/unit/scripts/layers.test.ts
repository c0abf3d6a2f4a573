import { describe, expect, test } from 'vitest';
import { breachesOf } from '../../../scripts/check-layers.mjs';

describe('the check of the layers', () => {
  test.each([
    ['src/core/a.ts', "import { b } from './b.ts';"],
    ['src/core/a.ts', "import { unzip } from 'fflate';"],
    ['src/core/a.ts', "const text = 'a';\nconst where = { from: 'x' };"],
    ['src/ui/a.tsx', "import type { VisionApi } from '../rpc/vision/contract.ts';"],
    [
      'src/rpc/vision/client.ts',
      "new Worker(new URL('../../../workers/vision.ts', import.meta.url));",
    ],
    ['src/browser/a.ts', "import { Engine } from '../inference/engine.ts';"],
    ['workers/a.ts', "import { savedSettings } from '../src/store/settings.ts';"],
    ['src/live/a.ts', "import { createLiveVision } from '../rpc/vision/live.ts';"],
    ['src/analysis/a.ts', "import { openEngine } from '../browser/openEngine.ts';"],
    ['cli/read.ts', "import sharp from 'sharp';"],
    ['scripts/a.mjs', "import { nms } from '../src/core/nms.ts';"],
  ])('%s may: %s', (path, source) => {
    expect(breachesOf(path, source)).toEqual([]);
  });

  test.each([
    ['src/core/a.ts', "import { open } from '../store/open.ts';"],
    ['src/core/a.ts', "import {\n  one,\n  two,\n} from 'onnxruntime-web';"],
    ['src/core/a.ts', "export { x } from 'preact';"],
    ['src/core/a.ts', "const load = () => import('tesseract.js');"],
    ['src/core/a.ts', 'const at = Date.now();'],
    ['src/core/a.ts', 'const dice = Math.random();'],
    ['src/store/a.ts', "import { App } from '../ui/app.tsx';"],
    ['src/ui/a.tsx', "import { Engine } from '../inference/engine.ts';"],
    ['src/live/a.ts', "import { Stage } from '../ui/live/Stage.tsx';"],
    ['src/browser/a.ts', "import { savedSettings } from '../store/settings.ts';"],
    ['cli/read.ts', "import { openPhoto } from '../src/browser/decode.ts';"],
    ['src/ui/a.tsx', "import { openDB } from 'idb';"],
    ['src/inference/a.ts', "import type { VisionApi } from '../rpc/vision/contract.ts';"],
    ['src/inference/a.ts', "import * as ort from 'onnxruntime-web';"],
    ['workers/a.ts', "import { createVision } from '../src/rpc/vision/client.ts';"],
  ])('%s must not: %s', (path, source) => {
    expect(breachesOf(path, source)).toHaveLength(1);
  });

  test('a file of more than 320 lines is two files', () => {
    expect(breachesOf('src/ui/a.css', '\n'.repeat(320))).toEqual([]);
    expect(breachesOf('src/ui/a.css', '\n'.repeat(321))).toHaveLength(1);
  });
});
