/** Numbers, dates and sizes in the reader's language. */
export interface Formats {
  number: (value: number) => string;
  percent: (share: number, digits?: number) => string;
  date: (iso: string | Date) => string;
  dateTime: (iso: string | Date) => string;
  hour: (iso: string | Date) => string;
  time: (iso: string | Date) => string;
  day: (iso: string | Date) => string;
  ago: (iso: string, now?: number) => string;
  bytes: (count: number) => string;
  duration: (seconds: number) => string;
  list: (items: readonly string[]) => string;
}

const units: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600], ['month', 2_629_800], ['week', 604_800], ['day', 86_400], ['hour', 3_600], ['minute', 60],
];

export function createFormats(language: string): Formats {
  const number = new Intl.NumberFormat(language);
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
  const dateTime = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const hour = new Intl.DateTimeFormat(language, { weekday: 'short', hour: '2-digit', minute: '2-digit' });
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'short' });
  const day = new Intl.DateTimeFormat(language, { weekday: 'short', day: 'numeric', month: 'short' });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  const unit = (name: string, value: number, digits = 0) =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: name === 'byte' ? 'long' : 'short', maximumFractionDigits: digits }).format(value);
  const toDate = (value: string | Date) => (typeof value === 'string' ? new Date(value) : value);
  return {
    number: (value) => number.format(value),
    percent: (share, digits = 0) => new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: digits }).format(share),
    date: (value) => date.format(toDate(value)),
    dateTime: (value) => dateTime.format(toDate(value)),
    hour: (value) => hour.format(toDate(value)),
    time: (value) => time.format(toDate(value)),
    day: (value) => day.format(toDate(value)),
    ago: (iso, now = Date.now()) => {
      const seconds = (Date.parse(iso) - now) / 1000;
      for (const [name, size] of units) if (Math.abs(seconds) >= size) return relative.format(Math.round(seconds / size), name);
      return relative.format(0, 'second');
    },
    bytes: (count) => {
      const names = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
      const step = count < 1 ? 0 : Math.min(names.length - 1, Math.floor(Math.log10(count) / 3));
      return unit(names[step] ?? 'byte', count / 1000 ** step, step === 0 ? 0 : 1);
    },
    duration: (seconds) =>
      seconds < 90 ? unit('second', seconds, seconds < 10 ? 1 : 0)
      : seconds < 5_400 ? unit('minute', seconds / 60)
      : seconds < 172_800 ? unit('hour', seconds / 3_600, 1)
      : unit('day', seconds / 86_400, 1),
    list: (items) => list.format(items),
  };
}
