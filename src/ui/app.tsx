import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { database } from '../store/open.ts';
import { everKept } from '../store/page/everKept.ts';
import { settings } from './appSettings.ts';
import { announcement } from './components/announce.ts';
import { Icon } from './components/Icon.tsx';
import {
  handleShortcut,
  refuseHeldEnter,
  type Shortcut,
  useShortcuts,
} from './components/shortcuts.ts';
import { showError, Toasts } from './components/toasts.tsx';
import { EngineChip } from './EngineChip.tsx';
import { Logo } from './Logo.tsx';
import { followAnswers } from './learn/following.ts';
import { routeOf, routes } from './routes.ts';
import { Screen } from './Screen.tsx';
import { tellStorageTrouble } from './storageTrouble.ts';
import { UpdateNotice } from './UpdateNotice.tsx';

const hash = signal(location.hash);

/** What the last visit left can wait until the first photo is read. */
const TIDY_AFTER_MS = 5000;

/** The shell around every screen: header with the way around, live region, messages, help. */
export function App() {
  const route = routeOf(hash.value);
  const [Help, setHelp] = useState<ComponentType<{ onClose: () => void }> | null>(null);
  const showHelp = useCallback(() => {
    void import('./components/ShortcutHelp.tsx').then(
      ({ ShortcutHelp }) => setHelp(() => ShortcutHelp),
      showError,
    );
  }, []);
  const main = useRef<HTMLElement>(null);
  const before = useRef(route);

  useShortcuts(
    useMemo<readonly Shortcut[]>(
      () => [
        {
          keys: ['?'],
          label: 'Show these shortcuts',
          group: 'Everywhere',
          run: showHelp,
        },
      ],
      [showHelp],
    ),
  );
  useEffect(() => tellStorageTrouble(), []);
  useEffect(() => followAnswers(), []);
  useEffect(() => {
    const bringInStep = () =>
      void Promise.all([database(), import('../store/replica/sync.ts')])
        .then(([db, { sync }]) => sync(db))
        .catch(() => undefined);
    // Where nothing was ever kept there is nothing to bring in step, and much else to load.
    const isKept = everKept();
    if (isKept) bringInStep();
    const later = setTimeout(
      () => {
        if (!isKept) bringInStep();
        void import('./dataset/tidyUp.ts').then(
          ({ tidyUp }) => tidyUp(),
          () => undefined,
        );
      },
      isKept ? TIDY_AFTER_MS : 12 * TIDY_AFTER_MS,
    );
    return () => clearTimeout(later);
  }, []);
  useEffect(() => {
    const changed = () => {
      hash.value = location.hash;
    };
    const pressed = (event: KeyboardEvent) => {
      handleShortcut(event, settings.peek().singleKeyShortcuts);
    };
    changed(); // it may have been changed while the app started
    addEventListener('hashchange', changed);
    addEventListener('keydown', refuseHeldEnter, { capture: true });
    addEventListener('keydown', pressed);
    addEventListener('dragover', refuseDrop);
    addEventListener('drop', refuseDrop);
    return () => {
      removeEventListener('hashchange', changed);
      removeEventListener('keydown', refuseHeldEnter, { capture: true });
      removeEventListener('keydown', pressed);
      removeEventListener('dragover', refuseDrop);
      removeEventListener('drop', refuseDrop);
    };
  }, []);
  useEffect(() => {
    document.title = `${route.title} · Platewheel`;
    // A new screen is read out from its top; the first one leaves the focus where it is.
    if (before.current !== route) main.current?.focus();
    before.current = route;
  }, [route]);

  return (
    <div class="app">
      <button type="button" class="skip-link" onClick={() => main.current?.focus()}>
        Skip to content
      </button>
      <header class="app-header">
        <a class="brand" href="#/read" aria-label="Platewheel, to the Read screen">
          <Logo />
        </a>
        <nav class="app-nav" aria-label="Screens">
          {routes.map(({ id, title }) => (
            <a key={id} href={`#/${id}`} {...(id === route.id ? { 'aria-current': 'page' } : {})}>
              {title}
            </a>
          ))}
        </nav>
        <div class="app-header-end">
          <EngineChip />
          <button
            type="button"
            class="icon-button help-button"
            aria-label="Keyboard shortcuts"
            onClick={showHelp}
          >
            <Icon name="help" />
          </button>
        </div>
      </header>
      <main ref={main} id="main" class="app-main" tabIndex={-1} data-screen={route.id}>
        <Screen route={route} />
      </main>
      <Toasts />
      <UpdateNotice />
      {Help && <Help onClose={() => setHelp(null)} />}
      <p class="visually-hidden" role="status" aria-live="polite">
        {announcement.value}
      </p>
    </div>
  );
}

/** A file dropped where no screen takes it would replace the app by the file, and end its work. */
function refuseDrop(event: DragEvent): void {
  if (event.defaultPrevented || !event.dataTransfer) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = 'none';
}
