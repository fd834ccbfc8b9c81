import { namespaces } from '../namespaces';
import type { Messages } from '../plurals';

/** Every namespace of this language. */
export const messages = namespaces(import.meta.glob<Messages>('./*.json', { eager: true, import: 'default' }));
