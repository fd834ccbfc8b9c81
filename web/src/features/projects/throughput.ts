import type { HourCount } from '../../lib/contracts';

/** Answers per local day, the last `days` of them, also those without any. */
export function perDay(hours: readonly HourCount[], days: number, now: Date): { date: Date; count: number }[] {
  const counts = new Map<string, number>();
  for (const { hour, count } of hours) {
    const key = dayKey(new Date(hour));
    counts.set(key, (counts.get(key) ?? 0) + count);
  }
  return Array.from({ length: days }, (_, i) => {
    const date = new Date(now.getFullYear(), now.getMonth(), now.getDate() - (days - 1 - i));
    return { date, count: counts.get(dayKey(date)) ?? 0 };
  });
}

/** Answers per hour, the last `length` of them. */
export function perHour(hours: readonly HourCount[], length: number, now: Date): { date: Date; count: number }[] {
  const counts = new Map(hours.map(({ hour, count }) => [Math.floor(Date.parse(hour) / 3_600_000), count]));
  const last = Math.floor(now.getTime() / 3_600_000);
  return Array.from({ length }, (_, i) => {
    const at = last - (length - 1 - i);
    return { date: new Date(at * 3_600_000), count: counts.get(at) ?? 0 };
  });
}

const dayKey = (date: Date) => `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;
