import type { Browser } from '@playwright/test';
import { api, newBrowser, type Person } from './people';
import type { Server } from './server';

/** Somebody of `cloison demo`, signed in with the password that it printed. */
export async function demoPerson(browser: Browser, server: Server, first: string): Promise<Person> {
  const email = `${first.toLowerCase()}@heron.example`;
  const password = /\b\w{4}(?:-\w{4}){3}\b/.exec(server.said.find((line) => line.includes(email)) ?? '')?.[0];
  if (password === undefined) throw new Error(`The demo printed no password for ${email}:\n${server.said.join('\n')}`);
  const person = await newBrowser(browser, server, first);
  await api(person, 'POST', '/api/sign-in', { email, password });
  return person;
}

export const demoProjects = { image: 'Harbour', text: 'Names in novels', choice: 'Reviews', compare: 'Which answer', form: 'Write the answer' } as const;

export async function demoProject(by: Person, which: keyof typeof demoProjects): Promise<string> {
  const { items } = await api<{ items: { id: string; name: string }[] }>(by, 'GET', '/api/projects');
  return items.find((p) => p.name.startsWith(demoProjects[which]))!.id;
}

export async function demoTask(by: Person, project: string, query = ''): Promise<string> {
  const { items } = await api<{ items: { id: string }[] }>(by, 'GET', `/api/projects/${project}/tasks${query}`);
  return items[0]!.id;
}
