export const languages = [
  { id: 'en', name: 'English', direction: 'ltr' },
  { id: 'fr', name: 'Français', direction: 'ltr' },
] as const satisfies readonly { id: string; name: string; direction: 'ltr' | 'rtl' }[];

export type LanguageId = (typeof languages)[number]['id'];

const key = 'cloison.language';

export const toLanguage = (tag: string | null | undefined): LanguageId | undefined =>
  languages.find((language) => tag?.toLowerCase().split('-')[0] === language.id)?.id;

export const directionOf = (id: string): 'ltr' | 'rtl' => languages.find((language) => language.id === id)?.direction ?? 'ltr';

/** The language chosen on this device, else the first of the browser's that we speak. */
export const preferredLanguage = (): LanguageId =>
  toLanguage(localStorage.getItem(key)) ?? navigator.languages.map(toLanguage).find((id) => id !== undefined) ?? 'en';

export const rememberLanguage = (id: LanguageId) => localStorage.setItem(key, id);
