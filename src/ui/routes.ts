/** The screens. Each is loaded when first opened; a screen that is not listed is not shown. */
import type { ComponentType } from 'preact';

export interface Route {
  /** The part after `#/`. */
  readonly id: string;
  readonly title: string;
  readonly load: () => Promise<{ readonly default: ComponentType }>;
}

export const routes: readonly Route[] = [
  { id: 'read', title: 'Read', load: () => import('./read/ReadView.tsx') },
  { id: 'live', title: 'Live', load: () => import('./live/LiveView.tsx') },
  { id: 'dataset', title: 'Dataset', load: () => import('./dataset/DatasetView.tsx') },
  { id: 'quality', title: 'Quality', load: () => import('./quality/QualityView.tsx') },
  { id: 'models', title: 'Models', load: () => import('./models/ModelsView.tsx') },
  { id: 'settings', title: 'Settings', load: () => import('./settings/SettingsView.tsx') },
];

/** The route a location hash stands for; anything unknown is the first screen. */
export function routeOf(hash: string): Route {
  const id = hash.replace(/^#\/?/, '').split(/[/?]/)[0];
  return routes.find((route) => route.id === id) ?? (routes[0] as Route);
}
