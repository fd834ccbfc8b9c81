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

/** Namespaces by file name. The parts of the workbench (`workbench.image.json`, …) are one namespace: each keeps to its own top-level keys. */
export function namespacesOf(files: Record<string, Messages>): Record<string, Messages> {
  const namespaces: Record<string, Messages> = {};
  for (const [file, content] of Object.entries(files)) {
    const name = file.slice(2, -5).split('.')[0]!;
    namespaces[name] = { ...namespaces[name], ...withMany(content) };
  }
  return namespaces;
}
