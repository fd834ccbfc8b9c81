import { expect, test, type Page } from '@playwright/test';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { api, fillAccount, invite, newBrowser, setUp, type Person } from './people';
import { program, Server } from './server';
import { boxes, canvasReady, drawBox, imageProject, openWork, status, submit, tasksOf } from './workbench';

/*
 * Two rival labs on one host (docs/guides/two-rival-labs.md): a worker serves one and is refused the other; the host's operator and its owner find
 * nothing; one lab verifies its log, takes its keys back in the middle of work, leaves, and checks the certificate. The other works on.
 * SHOTS=1 also takes the guide's pictures.
 */
test.describe.configure({ mode: 'serial', timeout: 90_000 });

const run = promisify(execFile);
const server = new Server();
const kept = mkdtempSync(join(tmpdir(), 'cloison-kept-'));

/** What only Heron Lab may know: words in its project, its instructions, its classes. Two of them are in no dictionary. */
const secrets = ['Quasarfish', 'zirconium-otoscope', 'Ladder of reward'];
const word = secrets[0]!;
const notOpen = 'This work is not open to you';

let olga: Person; // operator of the host
let owen: Person; // owns a part of the host
let ada: Person; // administers Heron Lab
let ben: Person; // its second administrator
let otto: Person; // administers Otter Lab
let wanda: Person; // works for Heron Lab
let oskar: Person; // works for Otter Lab
let herons: string;
let otters: string;
const facts = { code: '', logKey: '', certificateKey: '', apiKey: '' };

/** All that the server ever sent to somebody's browser. */
const received = new Map<Person, string[]>();
function listen(person: Person): Person {
  const all: string[] = [];
  received.set(person, all);
  person.page.on('response', (response) => { void response.text().then((text) => all.push(`${response.url()} ${text}`), () => undefined); });
  return person;
}

async function knowsNothing(person: Person): Promise<void> {
  await person.page.waitForTimeout(500);
  for (const secret of secrets)
    expect(received.get(person)!.filter((reply) => reply.includes(secret)), `${person.name} received “${secret}”`).toEqual([]);
}

/** The command line, as the customer's engineer types it. */
async function cloison(...args: string[]): Promise<string> {
  const { stdout, stderr } = await run('dotnet', [program(), ...args], { env: { ...process.env, CLOISON_URL: server.url, CLOISON_KEY: facts.apiKey } });
  return stdout + stderr;
}

async function shot(page: Page, name: string): Promise<void> {
  if (process.env.SHOTS === undefined) return;
  await page.waitForTimeout(400);
  await page.screenshot({ path: resolve(import.meta.dirname, `../../docs/images/rivals-${name}.png`), scale: 'css' });
}

async function firstAdministrator(link: string, name: string, browser: Parameters<typeof newBrowser>[0]): Promise<Person> {
  const person = listen(await newBrowser(browser, server, name));
  await person.page.goto(link);
  await fillAccount(person.page, name);
  await person.page.getByRole('button', { name: /join/i }).click();
  await expect(person.page.getByRole('heading', { level: 1, name: /Hello/ })).toBeVisible();
  return person;
}

async function newCustomer(name: string): Promise<string> {
  const { page } = olga;
  await page.goto('/customers');
  await page.getByLabel('New customer').fill(name);
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('status').filter({ hasText: name })).toBeVisible();
  return page.getByLabel('Link for the first administrator').inputValue();
}

async function invitation(by: Person, roles: readonly string[]): Promise<string> {
  return (await api<{ link: string }>(by, 'POST', '/api/invitations', { roles })).link;
}

test.beforeAll(() => server.start());
test.afterAll(async () => {
  await server.dispose();
  rmSync(kept, { recursive: true, force: true });
});

test('the operator opens a room for each of two rival labs', async ({ browser }) => {
  olga = listen(await setUp(browser, server, 'Olga', 'North House'));
  ada = await firstAdministrator(await newCustomer('Heron Lab'), 'Ada', browser);
  otto = await firstAdministrator(await newCustomer('Otter Lab'), 'Otto', browser);
  await shot(olga.page, 'operator');
  await expect(olga.page.getByRole('listitem').filter({ hasText: 'Heron Lab' })).toContainText('You have no role here');
});

test('each fills its room, and a worker begins at one', async ({ browser }) => {
  herons = await imageProject(ada, `${word} boats`, 4, { instructions: `Climb the ${secrets[2]}: mark each ${secrets[1]}.` });
  otters = await imageProject(otto, 'Otter boats', 4);
  facts.code = (await api<{ codeName: string }>(ada, 'GET', '/api/walls')).codeName;
  wanda = listen(await invite(ada, browser, server, 'Wanda', ['annotator']));
  ben = listen(await invite(ada, browser, server, 'Ben', ['administrator']));
  oskar = listen(await invite(otto, browser, server, 'Oskar', ['annotator']));
  await openWork(wanda.page, herons);
  await drawBox(wanda.page, 0.3, 0.3);
  await submit(wanda.page);
  await expect(status(wanda.page)).toHaveAttribute('data-status', 'saved', { timeout: 20_000 });
});

test('the rival cannot have her: the answer is the same whatever the reason, and names nobody', async () => {
  const link = await invitation(otto, ['annotator']);
  await wanda.page.goto(link);
  await wanda.page.getByRole('button', { name: /join/i }).click();
  await expect(wanda.page.getByText(notOpen)).toBeVisible();
  expect(await wanda.page.getByRole('main').innerText()).not.toMatch(/Heron|rival|cooling/i);
  await shot(wanda.page, 'refused');

  // Neither by the address of a task, nor by asking to change sides.
  const task = (await tasksOf(otto, otters))[0]!.id;
  const other = await wanda.page.request.get(`/api/projects/${otters}/tasks/${task}`);
  const unknown = await wanda.page.request.get(`/api/projects/${otters.slice(0, -4)}zzzz/tasks/${task}`);
  expect([other.status(), await other.text()]).toEqual([unknown.status(), await unknown.text()]);
  await wanda.page.goto('/account');
  await expect(wanda.page.getByText('Heron Lab').or(wanda.page.getByText(facts.code)).first()).toBeVisible();
  await wanda.page.getByRole('heading', { name: 'What I may work on' }).scrollIntoViewIfNeeded();
  await shot(wanda.page, 'my-wall');
});

test('an owner of the host gets nothing, not even the operator’s own house', async ({ browser }) => {
  owen = listen(await invite(olga, browser, server, 'Owen', ['annotator']));
  await olga.page.goto('/customers/registry');
  await olga.page.getByRole('combobox', { name: /Owen/ }).click();
  await olga.page.getByRole('option', { name: /owner/i }).click();
  await expect.poll(async () => (await owen.page.request.get('/api/projects')).status()).toBe(403);
  await owen.page.goto('/');
  await shot(owen.page, 'owner');
  // Heron Lab's administrator lets him in by mistake: the wall does not.
  await owen.page.goto(await invitation(ada, ['engineer']));
  await owen.page.getByRole('button', { name: /join/i }).click();
  await expect(owen.page.getByText(notOpen)).toBeVisible();
  await knowsNothing(owen);
});

test('the operator looks everywhere, in pages, by address and in the files of the server, and finds nothing', async () => {
  for (const place of ['/', '/projects', '/customers', '/customers/registry', '/people', '/keys', '/trust', '/trust/seen', '/trust/log', '/staffing', `/projects/${herons}`, `/work/${herons}`]) {
    await olga.page.goto(place);
    await olga.page.waitForLoadState('load');
  }
  for (const route of [`/api/projects/${herons}`, `/api/projects/${herons}/tasks`, `/api/projects/${herons}/exports`, `/api/projects/${herons}/instructions`, '/metrics', '/health', '/log/checkpoint'])
    received.get(olga)!.push(await (await olga.page.request.get(route)).text());
  const heron = (await api<{ id: string; name: string }[]>(olga, 'GET', '/api/customers')).find((c) => c.name === 'Heron Lab')!;
  const sides = await olga.page.request.post('/api/me/customer', { data: { customer: heron.id }, headers: { 'X-Cloison': '1' } });
  expect(sides.ok()).toBe(false);
  await olga.page.goto(`/work/${herons}`);
  await expect(olga.page.getByRole('heading', { name: 'There is no work here' })).toBeVisible();
  await knowsNothing(olga);
  expect(server.said.join('\n')).not.toContain(word);
  let codeNames = 0;
  for (const file of readdirSync(server.data, { recursive: true, withFileTypes: true }).filter((f) => f.isFile())) {
    const bytes = readFileSync(join(file.parentPath, file.name));
    for (const secret of secrets) expect(bytes.includes(secret), `${file.name} holds “${secret}”`).toBe(false);
    if (bytes.includes(facts.code)) codeNames++;
  }
  // The same search finds what is not sealed: it would have found the rest.
  expect(codeNames).toBeGreaterThan(0);
});

test('the lab verifies its log, in the browser and with the command line', async () => {
  const { page } = ada;
  await page.goto('/trust/log');
  await page.getByRole('button', { name: 'It is the same: remember it' }).click();
  await page.getByRole('button', { name: 'Verify now' }).click();
  await expect(page.getByRole('status').filter({ hasText: /Verified: all/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /^Wanda/ })).toBeVisible();
  await expect(page.getByText('Olga')).toHaveCount(0);
  await shot(page, 'verified');

  facts.logKey = (await api<{ key: string }>(ada, 'GET', '/api/log')).key;
  facts.apiKey = (await api<{ secret: string }>(ada, 'POST', '/api/keys', { name: 'auditor', environment: 'live', scopes: ['audit', 'administer'] })).secret;
  await page.waitForTimeout(1_500);
  const said = await cloison('log', 'verify', server.url, '--key', facts.apiKey, '--key', facts.logKey, '--seen', join(kept, 'seen'), '--people');
  expect(said).toMatch(/all \d+ entries are those that the log signed/);
  facts.certificateKey = (await api<{ certificateKey: string }>(ada, 'GET', '/api/leaving')).certificateKey;
});

test('she takes her keys back in the middle of work: it stops within a second, the rival notices nothing', async () => {
  const { page } = wanda;
  await openWork(page, herons);
  await drawBox(page, 0.2, 0.2);
  await openWork(oskar.page, otters);
  await drawBox(oskar.page, 0.4, 0.4);
  await ada.page.goto('/trust/keys');
  await ada.page.getByRole('button', { name: 'Revoke all keys' }).click();
  await ada.page.getByRole('group').getByRole('button', { name: 'Revoke all keys' }).click();
  await expect(ada.page.getByText('Withheld by you').first()).toBeVisible();

  await drawBox(page, 0.5, 0.5);
  await expect(page.getByRole('heading', { level: 2, name: 'Withheld by its owner' })).toBeVisible();
  await shot(page, 'withheld');
  await submit(oskar.page);
  await expect(status(oskar.page)).toHaveAttribute('data-status', 'saved', { timeout: 20_000 });

  await ada.page.getByRole('button', { name: 'Restore the keys' }).click();
  await expect(ada.page.getByText('In use').first()).toBeVisible();
  await canvasReady(page);
  await expect(boxes(page)).toHaveCount(2);
  await submit(page);
  await expect(status(page)).toHaveAttribute('data-status', 'saved', { timeout: 20_000 });
});

test('it takes everything along, leaves by two administrators, and checks the certificate without the host', async () => {
  const everything = join(kept, 'everything.tar');
  await cloison('customer', 'export', '-o', everything);
  expect(await cloison('customer', 'verify', everything, '--key', facts.certificateKey)).toMatch(/are there and unaltered. Signed by cloison.certificates/);

  for (const [person, button] of [[ada, 'Ask to leave'], [ben, 'Agree, and destroy everything']] as const) {
    await person.page.goto('/trust/leave');
    await person.page.getByLabel('Type “Heron Lab”').fill('Heron Lab');
    await person.page.getByRole('button', { name: button }).click();
    await shot(person.page, button === 'Ask to leave' ? 'leave-asked' : 'leave-approve');
    await person.page.getByRole('group').getByRole('button', { name: button }).click();
    if (person === ada) await expect(ada.page.getByText('Ada asked to leave')).toBeVisible();
  }

  await expect.poll(async () => (await fetch(`${server.url}/leaving/${facts.code}`)).status, { timeout: 60_000 }).toBe(200);
  const certificate = join(kept, 'certificate.txt');
  const text = await (await fetch(`${server.url}/leaving/${facts.code}`)).text();
  writeFileSync(certificate, text);
  expect(await cloison('certificate', 'verify', certificate, '--key', facts.certificateKey)).toMatch(/everything was destroyed. The signature is right/);
  writeFileSync(certificate, text.replace(/\d{4}-/, '1999-'));
  await expect(cloison('certificate', 'verify', certificate, '--key', facts.certificateKey)).rejects.toThrow();

  // Nobody gets in, nothing is left to open; the log still proves what it said.
  await ada.page.goto('/projects');
  await expect(ada.page.getByRole('heading', { name: new RegExp(word) })).toHaveCount(0);
  expect((await wanda.page.request.get(`/api/projects/${herons}/tasks`)).ok()).toBe(false);
  expect(readdirSync(join(server.data, 'compartments')).length).toBe(2);
  await run('tar', ['-xf', everything, '-C', kept]);
  expect(await cloison('log', 'verify', join(kept, 'log'), '--key', facts.logKey)).toMatch(/all \d+ entries are those that the log signed/);
});

test('the other lab works on, and has learnt nothing', async () => {
  const { page } = oskar;
  await openWork(page, otters);
  await drawBox(page, 0.3, 0.6);
  await submit(page);
  await expect(status(page)).toHaveAttribute('data-status', 'saved', { timeout: 20_000 });
  for (const person of [otto, oskar, olga, owen]) await knowsNothing(person);
  // A negative control: whom it concerns received it.
  expect(received.get(wanda)!.some((reply) => reply.includes(word))).toBe(true);
});
