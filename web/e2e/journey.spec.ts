import { expect, test, type Page } from '@playwright/test';
import { readdirSync, readFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { api, invite, setUp, type Person } from './people';
import { Server, sharedData } from './server';

/*
 * The product's main job, as people do it: real photographs with labels of a model go in, two annotators work through them,
 * a reviewer judges, COCO comes out and is compared with the ground truth by arithmetic of this file's own.
 * JOURNEY_IMAGES=100 takes all photographs, JOURNEY_EXPORT=file keeps what came out; CI takes a few.
 */
const images = sharedData('detection100', 'images');
const count = Number(process.env.JOURNEY_IMAGES ?? 6);

interface Coco {
  images: { id: number; file_name: string; width: number; height: number }[];
  categories: { id: number; name: string }[];
  annotations: { image_id: number; category_id: number; bbox: [number, number, number, number] }[];
}

const server = new Server();
test.beforeAll(() => server.start());
test.afterAll(() => server.dispose());

test('photographs with suggested boxes are labelled by two people, reviewed and exported', async ({ browser }, info) => {
  test.skip(images === undefined, 'needs ../shared/data/detection100');
  test.setTimeout(180_000 + count * 8_000);
  const truth = JSON.parse(readFileSync(sharedData('detection100', 'labels', 'coco.json')!, 'utf8')) as Coco;
  const files = readdirSync(images!).sort().slice(0, count);
  const part = partOf(truth, files);
  const labels = join(info.outputPath(), 'labels.json');
  mkdirSync(info.outputPath(), { recursive: true });
  writeFileSync(labels, JSON.stringify(part));

  const ada = await setUp(browser, server);
  const project = await makeProject(ada.page, 'Street photographs', part.categories.map((c) => c.name));
  await api(ada, 'PATCH', `/api/projects/${project}`, { overlap: 2, reviewLevels: 1 });

  await ada.page.goto(`/projects/${project}/import`);
  await ada.page.locator('input[type=file]:not([webkitdirectory])').setInputFiles([...files.map((f) => join(images!, f)), labels]);
  await ada.page.getByLabel('Model', { exact: true }).fill('detector-1');
  await ada.page.getByRole('button', { name: 'Start import' }).click();
  await expect(ada.page.getByText('See the tasks')).toBeVisible({ timeout: 120_000 });

  const ana = await invite(ada, browser, server, 'Ana', ['annotator']);
  const ben = await invite(ada, browser, server, 'Ben', ['annotator']);
  const rita = await invite(ada, browser, server, 'Rita', ['reviewer']);
  await Promise.all([labelAll(ana.page, project, files.length), labelAll(ben.page, project, files.length)]);
  await reviewAll(rita, project, files.length * 2);

  await expect.poll(async () => (await api<{ tasks: { done: number } }>(ada, 'GET', `/api/projects/${project}/stats`)).tasks.done).toBe(files.length);
  const exported = await exportCoco(ada, project);
  if (process.env.JOURNEY_EXPORT) writeFileSync(process.env.JOURNEY_EXPORT, JSON.stringify(exported));
  expect(exported.images.map((i) => i.file_name).sort()).toEqual(files);
  // Ana's first drawn box is only hers: with two answers each region needs half of them, so it may or may not be in; the truth must be.
  for (const wanted of part.annotations) {
    const name = part.images.find((i) => i.id === wanted.image_id)!.file_name;
    const category = part.categories.find((c) => c.id === wanted.category_id)!.name;
    const image = exported.images.find((i) => i.file_name === name)!;
    const found = exported.annotations.some((a) => a.image_id === image.id
      && exported.categories.find((c) => c.id === a.category_id)!.name === category
      && a.bbox.every((v, k) => Math.abs(v - wanted.bbox[k]!) <= 0.01));
    expect(found, `${category} in ${name}`).toBe(true);
  }
});

test('names are marked in real text by keyboard, linked, and exported as CoNLL', async ({ browser }) => {
  const ada = await signInAgain(browser);
  const text = 'Phileas Fogg worked for the Reform Club in London .';
  const templates = await api<{ id: string; ontology: unknown }[]>(ada, 'GET', '/api/templates');
  const made = await api<{ id: string }>(ada, 'POST', '/api/projects', { name: 'Names', ontology: templates.find((t) => t.id === 'named_entities')!.ontology });
  await ada.page.goto(`/projects/${made.id}/import`);
  await ada.page.locator('input[type=file]:not([webkitdirectory])').setInputFiles({ name: 'fogg.txt', mimeType: 'text/plain', buffer: Buffer.from(text) });
  await ada.page.getByRole('button', { name: 'Start import' }).click();
  await expect(ada.page.getByText('See the tasks')).toBeVisible();

  const { page } = ada;
  await page.goto(`/work/${made.id}`);
  await expect(page.getByText('fogg', { exact: false }).first()).toBeVisible();
  await expect(page.getByRole('button', { name: /^Submit/ })).toBeEnabled();
  // A double click marks the word, the class key labels it.
  await clickWord(page, 'Phileas', 'Fogg');
  await page.keyboard.press('1');
  await clickWord(page, 'Reform', 'Club');
  await page.keyboard.press('2');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Nothing waiting')).toBeVisible();
  await expect.poll(async () => (await api<{ tasks: { done: number } }>(ada, 'GET', `/api/projects/${made.id}/stats`)).tasks.done).toBe(1);
  const conll = await exportText(ada, made.id, 'conll');
  expect(conll).toMatch(/Phileas\s.*B-PER/);
  expect(conll).toMatch(/Fogg\s.*I-PER/);
  expect(conll).toMatch(/Club\s.*I-ORG/);
  expect(conll).toMatch(/London\s.*O\b/);
});

async function signInAgain(browser: Parameters<typeof setUp>[0]): Promise<Person> {
  const { newBrowser, password } = await import('./people');
  const ada = await newBrowser(browser, server, 'Ada Admin');
  const { needed } = (await (await ada.page.request.get('/api/setup')).json()) as { needed: boolean };
  if (needed) return setUp(browser, server);
  await ada.page.goto('/sign-in');
  await ada.page.getByLabel('E-mail').fill('ada.admin@example.org');
  await ada.page.getByLabel('Password', { exact: true }).fill(password);
  await ada.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(ada.page.getByRole('heading', { level: 1, name: /Hello/ })).toBeVisible();
  return ada;
}

async function makeProject(page: Page, name: string, classes: readonly string[]): Promise<string> {
  await page.goto('/projects/new');
  await page.getByLabel('Project name').fill(name);
  await page.getByText('Boxes on images').click();
  await page.keyboard.press('Control+Enter');
  for (const one of classes) {
    await page.getByRole('button', { name: 'Add class' }).click();
    await page.getByPlaceholder('Class name').last().fill(one);
  }
  for (let i = 0; i < 3; i++) await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  return /projects\/(prj_\w+)/.exec(page.url())![1]!;
}

/** Takes every suggestion over; on the first task also draws a box by mouse and undoes another. */
async function labelAll(page: Page, project: string, tasks: number): Promise<void> {
  await page.goto(`/work/${project}`);
  const submit = page.getByRole('button', { name: /^Submit/ });
  await expect(submit).toBeEnabled();
  await page.waitForTimeout(500);
  await page.keyboard.press('b');
  const box = (await page.locator('canvas').first().boundingBox())!;
  for (const at of [0.45, 0.55]) {
    await page.mouse.move(box.x + box.width * at, box.y + box.height * at);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * (at + 0.05), box.y + box.height * (at + 0.06), { steps: 4 });
    await page.mouse.up();
  }
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  const nothing = page.getByText('Nothing waiting');
  for (let i = 0; i < tasks; i++) {
    await expect(submit).toBeEnabled();
    await page.waitForTimeout(250);
    await page.keyboard.press('Control+Enter');
    // The next one is on the screen at once; a moment, so that a key pressed twice is not taken for two tasks.
    await page.waitForTimeout(250);
  }
  await expect(nothing).toBeVisible();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
}

async function reviewAll({ page }: Person, project: string, reviews: number): Promise<void> {
  await page.goto(`/review/${project}`);
  for (let i = 0; i < reviews; i++) {
    await expect(page.getByRole('button', { name: /^Accept/ })).toBeEnabled();
    await page.waitForTimeout(150);
    await page.keyboard.press('a');
    await page.waitForTimeout(150);
  }
  await expect(page.getByText('There is nothing to review for you.', { exact: false })).toBeVisible();
}

async function clickWord(page: Page, first: string, last: string): Promise<void> {
  const range = await page.evaluate(([a, b]) => {
    const walker = document.createTreeWalker(document.querySelector('main')!, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const start = node.textContent!.indexOf(a!);
      const end = node.textContent!.indexOf(b!);
      if (start < 0 || end < 0) continue;
      const at = (offset: number) => { const r = document.createRange(); r.setStart(node!, offset); r.setEnd(node!, offset + 1); const c = r.getBoundingClientRect(); return { x: c.x + c.width / 2, y: c.y + c.height / 2 }; };
      return { from: at(start), to: at(end + b!.length - 1) };
    }
    return undefined;
  }, [first, last]);
  expect(range, `${first} … ${last}`).toBeDefined();
  await page.mouse.move(range!.from.x, range!.from.y);
  await page.mouse.down();
  await page.mouse.move(range!.to.x, range!.to.y, { steps: 5 });
  await page.mouse.up();
}

async function exportText(person: Person, project: string, format: string): Promise<string> {
  const { id } = await api<{ id: string }>(person, 'POST', `/api/projects/${project}/exports`, { format });
  await expect.poll(async () => (await api<{ state: string }>(person, 'GET', `/api/projects/${project}/exports/${id}`)).state, { timeout: 60_000 }).toBe('done');
  const reply = await person.page.request.get(`/api/projects/${project}/exports/${id}/content`);
  expect(reply.status()).toBe(200);
  return reply.text();
}

async function exportCoco(person: Person, project: string): Promise<Coco> {
  return JSON.parse(await exportText(person, project, 'coco')) as Coco;
}

function partOf(all: Coco, files: readonly string[]): Coco {
  const chosen = all.images.filter((i) => files.includes(i.file_name));
  const ids = new Set(chosen.map((i) => i.id));
  const annotations = all.annotations.filter((a) => ids.has(a.image_id));
  const used = new Set(annotations.map((a) => a.category_id));
  return { images: chosen, annotations, categories: all.categories.filter((c) => used.has(c.id)) };
}

