declare global {
  // Where the scroll lock of dialogs (react-remove-scroll) looks for it.
  var __webpack_nonce__: string | undefined;
}

/** The nonce of the Content-Security-Policy, for the style elements that Mantine makes. Empty when the server sets none. */
export function readNonce(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]');
  const nonce = meta?.nonce || meta?.getAttribute('nonce') || '';
  globalThis.__webpack_nonce__ = nonce;
  return nonce;
}
