import { useEffect, useState } from 'react';

/** How many answers were handed in today from this device, kept over reloads; never less than the server's recent list shows. */
export function useToday(person: string | undefined, project: string, count: number, known: number): number {
  const key = `cloison.today.${person ?? ''}.${project}`;
  const day = new Date().toLocaleDateString('sv');
  const [before, setBefore] = useState(0);
  useEffect(() => setBefore(person === undefined ? 0 : read(key, day)), [key, day, person]);
  const total = Math.max(before + count, known);
  useEffect(() => {
    if (person !== undefined && count > 0) write(key, day, before + count);
  }, [key, day, person, before, count]);
  return total;
}

function read(key: string, day: string): number {
  try {
    const [storedDay, n] = (localStorage.getItem(key) ?? '').split(' ');
    return storedDay === day ? Number(n) || 0 : 0;
  } catch {
    return 0;
  }
}

function write(key: string, day: string, n: number): void {
  try {
    localStorage.setItem(key, `${day} ${n}`);
  } catch {
    // The count then starts anew with the page.
  }
}
