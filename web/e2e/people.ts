import { expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import type { Server } from './server';

export const password = 'a long enough pass phrase';

/** Somebody at a browser of his own. */
export interface Person { readonly name: string; readonly context: BrowserContext; readonly page: Page }

export async function newBrowser(browser: Browser, server: Server, name: string): Promise<Person> {
  const context = await browser.newContext({ baseURL: server.url, viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  server.visitors.push(context);
  return { name, context, page: await context.newPage() };
}

/** The first administrator, through the one-time link, as a new user does it. */
export async function setUp(browser: Browser, server: Server, name = 'Ada Admin', customer = 'Heron Lab'): Promise<Person> {
  const person = await newBrowser(browser, server, name);
  const { page } = person;
  await page.goto(server.setupLink);
  await page.getByLabel('First customer').fill(customer);
  await fillAccount(page, name);
  await page.getByRole('button', { name: 'Create and sign in' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /Hello/ })).toBeVisible();
  return person;
}

/** Makes an invitation link on the people page, opens it in another browser and joins. */
export async function invite(administrator: Person, browser: Browser, server: Server, name: string, roles: readonly string[]): Promise<Person> {
  const link = await invitationLink(administrator, roles);
  const person = await newBrowser(browser, server, name);
  await person.page.goto(link);
  await fillAccount(person.page, name);
  await person.page.getByRole('button', { name: /join/i }).click();
  await expect(person.page.getByRole('heading', { level: 1, name: /Hello|My work/ })).toBeVisible();
  return person;
}

async function invitationLink({ page }: Person, roles: readonly string[]): Promise<string> {
  const reply = await page.request.post('/api/invitations', { data: { roles }, headers: { 'X-Cloison': '1' } });
  expect(reply.ok(), await reply.text()).toBe(true);
  return ((await reply.json()) as { link: string }).link;
}

/** Support staff: an account that has no role anywhere and has seen nobody's content, the operator's house included. */
export async function supportStaff(operator: Person, browser: Browser, server: Server, name: string): Promise<Person> {
  const { link } = await api<{ link: string }>(operator, 'POST', '/api/invitations', { roles: ['annotator'] });
  const person = await newBrowser(browser, server, name);
  const me = await api<{ person: string }>(person, 'POST', '/api/invitations/accept', {
    token: new URL(link).hash.slice(1), displayName: name, email: `${name.toLowerCase()}@example.org`, password,
  });
  await api(operator, 'DELETE', `/api/people/${me.person}`);
  await api(operator, 'PUT', `/api/registry/people/${me.person}/insider`, { kind: 'support' });
  return person;
}

export async function fillAccount(page: Page, name: string): Promise<void> {
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('E-mail').fill(`${name.toLowerCase().replaceAll(' ', '.')}@example.org`);
  await page.locator('input[autocomplete=new-password]').fill(password);
}

/** A call as the page makes it. */
export async function api<T>(person: Person, method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', route: string, data?: unknown): Promise<T> {
  const reply = await person.page.request.fetch(route, { method, data, headers: { 'X-Cloison': '1' } });
  expect(reply.ok(), `${method} ${route}: ${reply.status()} ${await reply.text().catch(() => '')}`).toBe(true);
  return (await reply.json().catch(() => undefined)) as T;
}
