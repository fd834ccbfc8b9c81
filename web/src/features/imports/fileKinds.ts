import type { FoundFile } from './collectFiles';

export const extensionOf = (path: string): string => /\.([a-z0-9]{1,8})$/i.exec(path)?.[1]?.toLowerCase() ?? '';

/** How many files of each extension, most first. */
export function kindsOf(files: readonly FoundFile[]): { extension: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { path } of files) counts.set(extensionOf(path), (counts.get(extensionOf(path)) ?? 0) + 1);
  return [...counts].map(([extension, count]) => ({ extension, count })).sort((a, b) => b.count - a.count).slice(0, 8);
}

/** The file whose rows become tasks; it needs a mapping of columns. */
export const rowsFileOf = (files: readonly FoundFile[]): FoundFile | undefined => files.find(({ path }) => /^(csv|tsv|jsonl|ndjson)$/.test(extensionOf(path)));
