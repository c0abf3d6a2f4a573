/** What this browser, at this address, lacks, and what that means. Pure: the facts are passed in. */

/** The facts, as `observedEnvironment` gathers them. */
export interface Environment {
  readonly secureContext: boolean;
  readonly crossOriginIsolated: boolean;
  readonly serviceWorker: boolean;
  readonly camera: boolean;
  readonly subtleCrypto: boolean;
  readonly cores: number;
}

/** Something that does not work here. */
export interface Missing {
  readonly what: 'offline' | 'camera' | 'threads' | 'checksums';
  readonly title: string;
  /** What happens instead, why, and what to do about it. */
  readonly reason: string;
}

const INSECURE =
  'Browsers allow it only over https:// or at http://localhost; this page came over plain http.';

/** Everything missing, most felt first; empty where all is well. */
export function missingCapabilities(env: Environment): readonly Missing[] {
  const missing: Missing[] = [];
  if (!env.camera) {
    missing.push({
      what: 'camera',
      title: 'Live camera',
      reason: `Photos still work. ${env.secureContext ? 'This browser offers no camera to web pages.' : `${INSECURE} Open the app over https to use the camera.`}`,
    });
  }
  if (!env.serviceWorker) {
    missing.push({
      what: 'offline',
      title: 'Offline use and installing',
      reason: `The app needs its server each time. ${env.secureContext ? 'This browser has no service workers, or a private window turned them off.' : `${INSECURE} Open it over https once to keep it offline.`}`,
    });
  }
  if (!env.crossOriginIsolated && env.cores > 1) {
    missing.push({
      what: 'threads',
      title: 'Reading with several threads',
      reason: `Reading runs on one processor core and takes longer. ${threadsReason(env)}`,
    });
  }
  if (!env.subtleCrypto) {
    missing.push({
      what: 'checksums',
      title: 'The browser’s own checksums',
      reason: `Models are still checked before use, with a slower method. ${env.secureContext ? 'This browser has no Web Crypto.' : INSECURE}`,
    });
  }
  return missing;
}

function threadsReason(env: Environment): string {
  if (!env.secureContext) return `${INSECURE} Over https all cores are used.`;
  return env.serviceWorker
    ? 'The server does not send the isolation headers; the app adds them itself from the next visit or reload on.'
    : 'The server does not send the isolation headers, and without a service worker the app cannot add them.';
}

/** The environment of this page. */
export function observedEnvironment(): Environment {
  return {
    secureContext: globalThis.isSecureContext,
    crossOriginIsolated: globalThis.crossOriginIsolated,
    serviceWorker: 'serviceWorker' in navigator,
    camera: typeof navigator.mediaDevices?.getUserMedia === 'function',
    subtleCrypto: typeof globalThis.crypto?.subtle === 'object',
    cores: navigator.hardwareConcurrency || 1,
  };
}
