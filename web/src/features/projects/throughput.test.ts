import { expect, test } from 'vitest';
import { perDay, perHour } from './throughput';

const now = new Date(2026, 4, 8, 15, 30);
const hours = [{ hour: new Date(2026, 4, 7, 9).toISOString(), count: 4 }, { hour: new Date(2026, 4, 7, 10).toISOString(), count: 3 }, { hour: new Date(2026, 4, 8, 15).toISOString(), count: 2 }];

test('days are summed, and empty ones are there', () => expect(perDay(hours, 3, now).map((d) => d.count)).toEqual([0, 7, 2]));
test('hours end with the present one', () => expect(perHour(hours, 2, now).map((h) => h.count)).toEqual([0, 2]));
