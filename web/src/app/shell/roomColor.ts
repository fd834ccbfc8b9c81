const hues = [190, 262, 24, 140, 330, 48, 215, 290, 96, 2];

/** The colour of a customer's room: the same everywhere and always, so that one sees whose data is on the screen. */
export function roomColor(customer: string | undefined): string {
  if (customer === undefined) return 'var(--cl-line-strong)';
  let hash = 0;
  for (const char of customer) hash = (hash * 31 + char.charCodeAt(0)) >>> 0;
  const hue = hues[hash % hues.length] ?? 190;
  return `light-dark(hsl(${hue} 48% 40%), hsl(${hue} 45% 58%))`;
}
