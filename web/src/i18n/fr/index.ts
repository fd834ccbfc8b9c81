import { namespacesOf, type Messages } from '../plurals';

/** Every namespace of this language. */
export const messages = namespacesOf(import.meta.glob<Messages>('./*.json', { eager: true, import: 'default' }));
