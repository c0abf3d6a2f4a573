import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Route } from './routes.ts';

/** Loads a route's screen and shows it; a failed load (offline, new version) can be tried again. */
export function Screen({ route }: { readonly route: Route }) {
  const [loaded, setLoaded] = useState<{ route: Route; View: ComponentType } | null>(null);
  const [failed, setFailed] = useState(false);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let wanted = true;
    setFailed(false);
    route.load().then(
      (module) => wanted && setLoaded({ route, View: module.default }),
      () => wanted && setFailed(true),
    );
    return () => {
      wanted = false;
    };
  }, [route, attempt]);

  if (failed) {
    return (
      <div class="screen-failed">
        <h1>This screen did not load</h1>
        <p>
          The connection may be down, or a new version has replaced this one. Try again, or reload
          the page.
        </p>
        <button type="button" class="button button-primary" onClick={() => setAttempt(attempt + 1)}>
          Try again
        </button>
      </div>
    );
  }
  if (loaded?.route !== route) return <p class="screen-loading">Loading {route.title} …</p>;
  return <loaded.View />;
}
