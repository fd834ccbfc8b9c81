export interface DiffPart { readonly text: string; /** Not in the other text. */ readonly differs: boolean }

const maxWords = 4_000;

/** Both texts in parts, with what is not in the other marked (Myers 1986, "An O(ND) Difference Algorithm", by words). Undefined when they are too long or too different to compare while somebody waits. */
export function diffWords(left: string, right: string, maxEdits = 1_500): readonly [readonly DiffPart[], readonly DiffPart[]] | undefined {
  const a = split(left);
  const b = split(right);
  if (a.length > maxWords || b.length > maxWords) return undefined;
  const kept = common(a, b, maxEdits);
  return kept && [parts(a, kept.map(([i]) => i)), parts(b, kept.map(([, j]) => j))];
}

const split = (text: string): string[] => text.match(/[\p{L}\p{N}\p{M}_'’]+|\s+|[^\p{L}\p{N}\p{M}_'’\s]/gu) ?? [];

function common(a: readonly string[], b: readonly string[], maxEdits: number): [number, number][] | undefined {
  const max = Math.min(a.length + b.length, maxEdits);
  // Furthest reaching x on diagonal k, at k + max + 1.
  const furthest = new Int32Array(2 * max + 3);
  const trace: Int32Array[] = [];
  for (let d = 0; d <= max; d++) {
    trace.push(furthest.slice());
    for (let k = -d; k <= d; k += 2) {
      const at = k + max + 1;
      let x = k === -d || (k !== d && furthest[at - 1]! < furthest[at + 1]!) ? furthest[at + 1]! : furthest[at - 1]! + 1;
      let y = x - k;
      while (x < a.length && y < b.length && a[x] === b[y]) {
        x++;
        y++;
      }
      furthest[at] = x;
      if (x >= a.length && y >= b.length) return back(trace, d, a.length, b.length, max);
    }
  }
  return undefined;
}

function back(trace: readonly Int32Array[], edits: number, n: number, m: number, max: number): [number, number][] {
  const kept: [number, number][] = [];
  let [x, y] = [n, m];
  for (let d = edits; d >= 0; d--) {
    const furthest = trace[d]!;
    const k = x - y;
    const at = k + max + 1;
    const previous = k === -d || (k !== d && furthest[at - 1]! < furthest[at + 1]!) ? k + 1 : k - 1;
    const px = d === 0 ? 0 : furthest[previous + max + 1]!;
    const py = d === 0 ? 0 : px - previous;
    // The edit comes first, then the run of equal words.
    const runFrom = d === 0 ? 0 : previous === k + 1 ? px : px + 1;
    while (x > runFrom) kept.push([--x, --y]);
    [x, y] = [px, py];
  }
  return kept.reverse();
}

function parts(words: readonly string[], kept: readonly number[]): DiffPart[] {
  const same = new Set(kept);
  const found: { text: string; differs: boolean }[] = [];
  words.forEach((word, i) => {
    const differs = !same.has(i);
    const last = found.at(-1);
    if (last && last.differs === differs) last.text += word;
    else found.push({ text: word, differs });
  });
  return found;
}
