import { withMany, type Messages } from '../plurals';

const files = import.meta.glob<Messages>('./*.json', { eager: true, import: 'default' });

/** Every namespace of this language, by file name. */
export const messages: Record<string, Messages> = Object.fromEntries(
  Object.entries(files).map(([file, content]) => [file.slice(2, -5), withMany(content)]),
);
