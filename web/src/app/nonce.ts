/** The nonce of the Content-Security-Policy, for the style elements that Mantine makes. Empty when the server sets none. */
export function readNonce(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]');
  return meta?.nonce || meta?.getAttribute('nonce') || '';
}
