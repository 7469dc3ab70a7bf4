/** What the page's content security policy lets style elements in by; Vite leaves it in the page. */
export const styleNonce = (): string =>
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
