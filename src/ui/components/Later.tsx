import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

export type Load<P> = () => Promise<{ readonly default: ComponentType<P> }>;

/**
 * A part that is fetched when it is shown first.
 * @param props.load stable, or it is fetched anew at each rendering
 */
export function Later<P extends object>(props: {
  readonly load: Load<P>;
  readonly with: P;
  readonly failed: string;
}) {
  const { load } = props;
  const [loaded, setLoaded] = useState<{ of: Load<P>; View: ComponentType<P> | null } | null>(null);
  useEffect(() => {
    let wanted = true;
    const show = (View: ComponentType<P> | null) => wanted && setLoaded({ of: load, View });
    load().then(
      (module) => show(module.default),
      () => show(null),
    );
    return () => {
      wanted = false;
    };
  }, [load]);
  if (loaded?.of !== load) return <p class="pane-empty">Loading …</p>;
  if (!loaded.View) return <p class="pane-empty">{props.failed}</p>;
  return <loaded.View {...props.with} />;
}
