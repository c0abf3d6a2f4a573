/** The page behind `npm run eval`: the app's own modules and worker, built apart from the app. */
import { fileURLToPath } from 'node:url';
import { mergeConfig, type UserConfig } from 'vite';
import app from '../../vite.config.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const { plugins: _, build: __, ...shared } = app as UserConfig;

export default mergeConfig(shared, {
  root: at('page'),
  publicDir: false,
  logLevel: 'warn',
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    outDir: at('../../.cache/eval'),
    emptyOutDir: true,
  },
} satisfies UserConfig);
