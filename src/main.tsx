import { render } from 'preact';
import { provideDisk } from './store/disk/disk.ts';
import { loadActiveModels } from './ui/activeModels.ts';
import { App } from './ui/app.tsx';
import { loadSettings } from './ui/appSettings.ts';
import { startPwa } from './ui/pwa/pwa.ts';
import { trustOwnScripts } from './ui/trustedTypes.ts';
import './ui/theme/index.css';

const root = document.getElementById('app');
if (!root) throw new Error('index.html has no #app');

trustOwnScripts();
startPwa();
provideDisk(async () => (await import('./rpc/disk/client.ts')).disk);
// Settings first: the reader must not start with the wrong ones.
await Promise.all([loadSettings(), loadActiveModels()]);
render(<App />, root);
