import { expect, test } from 'vitest';
import { toCsv } from './csv';

test('what separates is quoted, and what a spreadsheet would run is not run', () => {
  expect(toCsv([['a', 'b,c'], ['say "no"', 'two\nlines'], ['=1+1', -0.5]])).toBe('a,"b,c"\r\n"say ""no""","two\nlines"\r\n\'=1+1,-0.5\r\n');
});
