/** What this device remembers of a log: the key that somebody here has compared, and what was last seen. Never content. */
export interface Remembered {
  /** As it is given to those who verify: `name+id+base64`. */
  readonly key: string;
  readonly pinnedAt: string;
  /** The signed checkpoint of the last verification that ended well. */
  readonly seen?: { readonly note: string; readonly size: number; readonly root: string; readonly at: string; readonly gaps: number } | undefined;
}

const place = (origin: string): string => `cloison.log.${origin}`;

export function remembered(origin: string): Remembered | undefined {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(place(origin)) ?? 'null');
    return typeof value === 'object' && value !== null && 'key' in value && typeof value.key === 'string' ? (value as Remembered) : undefined;
  } catch {
    return undefined;
  }
}

export const remember = (origin: string, what: Remembered): void => localStorage.setItem(place(origin), JSON.stringify(what));
export const forget = (origin: string): void => localStorage.removeItem(place(origin));

const certificatePlace = (origin: string): string => `cloison.certificates.${origin}`;

/** The key that certificates are believed by: the one that this device saw first, whatever the server shows later. */
export function certificateKey(origin: string, shown: string | undefined): string | undefined {
  const known = localStorage.getItem(certificatePlace(origin));
  if (known !== null || shown === undefined) return known ?? undefined;
  localStorage.setItem(certificatePlace(origin), shown);
  return shown;
}
