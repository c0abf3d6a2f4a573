/**
 * Trusted Types (https://w3c.github.io/trusted-types): the page's content policy lets no text become
 * script or markup but what passes a policy. Browsers without them take the text as it is.
 */

interface Policies {
  createPolicy<Rules extends Readonly<Record<string, (text: string) => string>>>(
    name: string,
    rules: Rules,
  ): { readonly [Rule in keyof Rules]: (text: string) => unknown };
}

export const trustedTypes = (): Policies | undefined =>
  (globalThis as unknown as { trustedTypes?: Policies }).trustedTypes;

/** Lets scripts and workers come from this origin alone; call it before the first is started. */
export function trustOwnScripts(): void {
  trustedTypes()?.createPolicy('default', {
    createScriptURL: (url) => {
      if (new URL(url, document.baseURI).origin === location.origin) return url;
      throw new TypeError(`No script from ${url}`);
    },
  });
}
