import { expect, it } from 'vitest';

it('the engine imports nothing but itself and the R-tree', () => {
  const sources = import.meta.glob(['./**/*.ts', '!./**/*.test.ts'], { query: '?raw', import: 'default', eager: true }) as Record<string, string>;
  expect(Object.keys(sources).length).toBeGreaterThan(20);
  for (const [file, source] of Object.entries(sources)) {
    const depth = file.split('/').length - 2;
    for (const [, from] of source.matchAll(/\bfrom '([^']+)'/g))
      expect(from === 'rbush' || (from!.startsWith('.') && (from!.match(/\.\.\//g) ?? []).length <= depth), `${file} imports ${from}`).toBe(true);
    const code = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    expect(code, `${file} knows of a screen or a network`).not.toMatch(/(?<![.\w])(window\.|fetch\(|localStorage\.|document\.(?:create|query|body|get))/);
  }
});
