import { readFileSync } from 'node:fs';
import preact from '@preact/preset-vite';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { metaPolicy, SECURITY_HEADERS } from './scripts/lib/headers.mjs';

/** The content policy in the page itself, for hosts that cannot send it as a header. */
function contentPolicy(): Plugin {
  return {
    name: 'content-policy',
    apply: 'build', // the dev server's hot reload needs inline scripts
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: metaPolicy() },
        injectTo: 'head-prepend',
      },
    ],
  };
}

/**
 * What every first visit needs, in one file: it packs a tenth smaller than in the twenty that the
 * bundler would make of it, and is one request. `npm run bench -- bundle` tells the size.
 */
const FIRST_VISIT = [
  /\/node_modules\/(preact|@preact|comlink|idb)\//,
  /\/src\/ui\/(lists\/(marks|ListChip)|(components\/(?!Dialog|ShortcutHelp)|(correct|format|pwa|read|theme)\/)|[^/]+$)/,
  /\/src\/rpc\/(handle|vision\/(client|worker|deviceMemory|fewerThreads|gpuFallback|startError))\.ts$/,
  /\/src\/store\/(activeModels|buckets|changes|guard|migrations|open|records|results|settings|storeError)\.ts$/,
  /\/src\/store\/(page\/(everKept|persist)|disk\/disk|replica\/(bucket|version))\.ts$/,
  /\/src\/core\/(checkedPlates|geometry|image\/photoNames|learning\/layer|lookAlikes|plateText|results|search|dataset\/(hash32|labelState|predictionId))\.ts$/,
];

/** What shows and corrects a photo that was read: one file, fetched once there is such a photo. */
const AFTER_FIRST_READING =
  /\/src\/ui\/(correct\/(?!drafts|typedRun)|read\/(PhotoPane|PhotoStage|PlateCard|Correcting|correcting|DownloadItems|exports|plateCrops|said|stepped|takeOut|useStill)\.|components\/(Hint|PhotoViewer|uprightWebp|useViewGestures|viewTransform)\.)/;

export default defineConfig({
  base: './', // the app also lives under a sub-path
  plugins: [
    preact(),
    contentPolicy(),
    VitePWA({
      strategies: 'injectManifest',
      registerType: 'prompt',
      injectRegister: false, // src/ui/pwa/ registers: inline scripts are forbidden
      manifest: false, // public/manifest.webmanifest
      srcDir: 'workers',
      filename: 'serviceWorker.ts',
      injectManifest: {
        // What is kept when is decided by workers/serviceWorker.ts; this only lists the files.
        globPatterns: [
          '**/*.{html,js,mjs,css,wasm,onnx,json,gz,woff2,svg,png,jpg,webp,webmanifest}',
        ],
        globIgnores: ['**/*.{br,map}', 'licences.txt'],
        maximumFileSizeToCacheInBytes: 64 * 1024 * 1024,
        dontCacheBustURLsMatching: /(^|\/)assets\//,
      },
    }),
  ],
  define: {
    __SECURITY_HEADERS__: JSON.stringify(SECURITY_HEADERS),
    __ACTIVE_MODELS__: JSON.stringify(activeModels()),
  },
  // ORT with its glue in a file of its own: bundled, its threads would start our worker's chunk.
  resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
  worker: { format: 'es' },
  optimizeDeps: { exclude: ['onnxruntime-web'] },
  server: { headers: developmentHeaders() },
  build: {
    target: 'es2022',
    sourcemap: false,
    modulePreload: { polyfill: false }, // every browser we support has it
    assetsInlineLimit: 0, // a data: URL cannot be fetched under connect-src 'self'
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            { name: 'photo', test: AFTER_FIRST_READING, priority: 1 },
            { name: 'app', test: (id) => FIRST_VISIT.some((part) => part.test(id)) },
          ],
        },
      },
    },
  },
});

/** Ids of the models the app starts with. */
function activeModels(): string[] {
  try {
    const { detector, reader } = JSON.parse(readFileSync('models/index.json', 'utf8')) as {
      detector?: string;
      reader?: string;
    };
    return [detector, reader].filter((id) => id !== undefined);
  } catch {
    return [];
  }
}

/** Isolation also in development, so that threads work; no content policy: see above. */
function developmentHeaders(): Record<string, string> {
  const { 'Content-Security-Policy': _, ...headers } = SECURITY_HEADERS;
  return headers;
}
