import { expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { api, newBrowser, password, type Person } from './people';
import type { Server } from './server';

/** What several journeys need: projects with data, made through the API, and hands at the workbench. */

const pictures = resolve(import.meta.dirname, '../../samples/demo/images');

export interface Ontology { readonly editor: string; readonly classes?: { readonly name: string; readonly [more: string]: unknown }[]; readonly [more: string]: unknown }
export interface Content { readonly regions?: { readonly id: string; readonly class: string; readonly shape: { readonly kind: string; readonly [more: string]: unknown } }[]; readonly relations?: { readonly name: string; readonly from: string; readonly to: string }[]; readonly values?: Record<string, unknown> }
export interface Task {
  readonly id: string; readonly name: string; readonly state: string;
  readonly annotations: { readonly id: string; readonly personName: string; readonly state: string; readonly ontologyVersion: number; readonly replaces?: string; readonly content: Content; readonly reviews: { readonly verdict: string; readonly comment?: string }[] }[];
  readonly comments: { readonly text: string; readonly region?: string; readonly resolved: boolean }[];
  readonly history: { readonly kind: string }[];
}

const drawn = (name: string, color: string, hotkey: string) => ({ name, color, shapes: ['box'], hotkey });
export const boxOntology: Ontology = { editor: 'image', inputs: [{ name: 'image', kind: 'image' }], classes: [drawn('boat', '#4269d0', '1'), drawn('heron', '#2f7d4f', '2'), drawn('buoy', '#b0620a', '3')] };

export async function makeProject(by: Person, name: string, ontology: Ontology, settings: object = {}): Promise<string> {
  return (await api<{ id: string }>(by, 'POST', '/api/projects', { name, ontology, ...settings })).id;
}

/** Through the wizard, as a new user does it; the classes come on top of the template's. */
export async function makeProjectByHand(page: Page, name: string, template: string, classes: readonly string[] = []): Promise<string> {
  await page.goto('/projects/new');
  await page.getByLabel('Project name').fill(name);
  await page.getByText(template).click();
  await page.keyboard.press('Control+Enter');
  for (const one of classes) {
    await page.getByRole('button', { name: 'Add class' }).click();
    await page.getByPlaceholder('Class name').last().fill(one);
  }
  for (let i = 0; i < 3; i++) await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  return /projects\/(prj_\w+)/.exec(page.url())![1]!;
}

export async function template(by: Person, id: string): Promise<Ontology> {
  const all = await api<{ id: string; ontology: Ontology }[]>(by, 'GET', '/api/templates');
  return all.find((t) => t.id === id)!.ontology;
}

/** A project with the first pictures of the samples as tasks. */
export async function imageProject(by: Person, name: string, count: number, settings: object = {}): Promise<string> {
  const project = await makeProject(by, name, boxOntology, settings);
  const form = new FormData();
  for (const file of readdirSync(pictures).filter((f) => f.endsWith('.jpg')).sort().slice(0, count))
    form.append('file', new File([readFileSync(join(pictures, file))], file, { type: 'image/jpeg' }));
  const reply = await by.page.request.post(`/api/projects/${project}/tasks`, { multipart: form, headers: { 'X-Cloison': '1' } });
  expect(reply.ok(), await reply.text()).toBe(true);
  expect(((await reply.json()) as { tasks: number }).tasks).toBe(count);
  return project;
}

export async function addTasks(by: Person, project: string, rows: readonly { externalId: string; data: object; predictions?: object[] }[]): Promise<void> {
  const made = await api<{ tasks: number }>(by, 'POST', `/api/projects/${project}/tasks`, rows);
  expect(made.tasks).toBe(rows.length);
}

/** Every task of a project, with all that was answered, by name. */
export async function tasksOf(by: Person, project: string): Promise<Task[]> {
  const { items } = await api<{ items: { id: string }[] }>(by, 'GET', `/api/projects/${project}/tasks`);
  const all: Task[] = [];
  for (const { id } of items) all.push(await api<Task>(by, 'GET', `/api/projects/${project}/tasks/${id}`));
  return all.sort((a, b) => a.name.localeCompare(b.name));
}

export const answersIn = (tasks: readonly Task[]) => tasks.flatMap((t) => t.annotations);

/** The same person at another device. */
export async function signInElsewhere(browser: Browser, server: Server, name: string): Promise<Person> {
  const person = await newBrowser(browser, server, name);
  await api(person, 'POST', '/api/sign-in', { email: `${name.toLowerCase().replaceAll(' ', '.')}@example.org`, password });
  return person;
}

/** A new window of the same device: same cookies, same local storage, nothing of the page's memory. */
export async function newPage(context: BrowserContext): Promise<Page> {
  return context.newPage();
}

export async function openWork(page: Page, project: string): Promise<void> {
  await page.goto(`/work/${project}`);
  await canvasReady(page);
}

export async function canvasReady(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: /^Submit/ })).toBeEnabled();
  await expect(page.getByTestId('image-canvas')).toBeVisible();
}

/** With the box tool, as a share of the canvas. */
export async function drawBox(page: Page, x: number, y: number, width = 0.08, height = 0.1): Promise<void> {
  const before = await boxes(page).count();
  await page.keyboard.press('b');
  const at = (await page.getByTestId('image-canvas').boundingBox())!;
  await page.mouse.move(at.x + at.width * x, at.y + at.height * y);
  await page.mouse.down();
  await page.mouse.move(at.x + at.width * (x + width), at.y + at.height * (y + height), { steps: 4 });
  await page.mouse.up();
  await expect(boxes(page)).toHaveCount(before + 1);
}

/** The list of regions beside the canvas. */
export const boxes = (page: Page) => page.getByRole('grid', { name: 'Regions' }).getByRole('row');

export const status = (page: Page) => page.locator('[data-status]');

/** What this device has, as the next page would find it. */
export async function localDrafts(page: Page): Promise<number> {
  return page.evaluate(async () => {
    let found = 0;
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((done, failed) => { const r = indexedDB.open(name!); r.onsuccess = () => done(r.result); r.onerror = () => failed(r.error ?? new Error('not opened')); });
      if (db.objectStoreNames.contains('drafts'))
        found += await new Promise<number>((done) => { const r = db.transaction('drafts').objectStore('drafts').count(); r.onsuccess = () => done(r.result); });
      db.close();
    }
    return found;
  });
}

export async function submit(page: Page): Promise<void> {
  await page.keyboard.press('Control+Enter');
}

/** For what somebody else has just made possible. An empty page also asks by itself every ten seconds and may be first. */
export async function lookAgain(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Look again' }).click({ timeout: 2_000 }).catch(() => undefined);
}

export async function exportText(person: Person, project: string, format: string): Promise<string> {
  const { id } = await api<{ id: string }>(person, 'POST', `/api/projects/${project}/exports`, { format });
  await expect.poll(async () => (await api<{ state: string }>(person, 'GET', `/api/projects/${project}/exports/${id}`)).state, { timeout: 60_000 }).toBe('done');
  const reply = await person.page.request.get(`/api/projects/${project}/exports/${id}/content`);
  expect(reply.status()).toBe(200);
  return reply.text();
}

/** A choice of two for each text, answered by two people. */
export const makeMoods = (by: Person, name: string) => makeProject(by, name, {
  editor: 'text', inputs: [{ name: 'text', kind: 'text' }], classes: [],
  fields: [{ kind: 'choice', name: 'mood', required: true, options: [{ value: 'good' }, { value: 'bad' }] }],
}, { overlap: 2 });

interface Claimed { task: string; ontologyVersion: number; lease: { id: string; token: number } }

/** Takes the next task and answers it, as the workbench sends it. */
export async function answerNext(by: Person, project: string, answer: Content): Promise<{ status: number; code?: string; task?: string }> {
  const claim = await by.page.request.post(`/api/projects/${project}/claim`, { data: {}, headers: { 'X-Cloison': '1' } });
  if (!claim.ok()) return { status: claim.status(), code: ((await claim.json()) as { code: string }).code };
  const { task, ontologyVersion, lease } = (await claim.json()) as Claimed;
  const content = JSON.stringify(answer);
  const contentHash = createHash('sha256').update(content).digest('hex');
  const about = JSON.stringify({ id: `ann_${lease.id.slice(4)}`, task, lease: lease.id, token: lease.token, ontologyVersion, contentHash, activeSeconds: 5 });
  // The hash is that of these very bytes.
  const sent = await by.page.request.post(`/api/projects/${project}/annotations`, {
    data: `${about.slice(0, -1)},"content":${content}}`, headers: { 'X-Cloison': '1', 'Content-Type': 'application/json' },
  });
  expect(sent.ok(), await sent.text()).toBe(true);
  return { status: 200, task };
}

/** On the quality page: half of everybody's work is gold, and this happens to who gets two in a row wrong. */
export async function halfGoldWith(page: Page, action: string): Promise<void> {
  await page.getByLabel('Gold in the work').fill('50');
  await page.getByLabel('For the first 20 tasks').fill('50');
  await page.getByRole('button', { name: 'Add a rule' }).click();
  await page.getByRole('combobox', { name: 'What is measured' }).click();
  await page.getByRole('option', { name: 'Gold wrong in a row from' }).click();
  await page.getByLabel('Threshold').fill('2');
  await page.getByLabel('Silent before so many answers').fill('2');
  await page.getByRole('combobox', { name: 'What happens' }).click();
  await page.getByRole('option', { name: action, exact: true }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
}
