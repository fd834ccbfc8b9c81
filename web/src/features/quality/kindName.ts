/** A kind of annotation without what it is of: `class:Car` is Car. */
export const kindName = (kind: string): string => kind.slice(kind.indexOf(':') + 1);
