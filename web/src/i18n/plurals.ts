export type Messages = { readonly [name: string]: string | Messages };

/** French and its like have a plural "many" (1,000,000), which we say as "other". */
export function withMany(messages: Messages): Messages {
  const entries: [string, string | Messages][] = [];
  for (const [key, value] of Object.entries(messages)) {
    entries.push([key, typeof value === 'string' ? value : withMany(value)]);
    if (typeof value === 'string' && key.endsWith('_other')) entries.push([key.replace(/_other$/, '_many'), value]);
  }
  return Object.fromEntries(entries);
}
