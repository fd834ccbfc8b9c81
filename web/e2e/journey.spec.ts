import { expect, test, type Page } from '@playwright/test';
import { readdirSync, readFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { api, invite, setUp, type Person } from './people';
import { Server, sharedData } from './server';
import { exportText, makeProjectByHand } from './workbench';

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
  const project = await makeProjectByHand(ada.page, 'Street photographs', 'Boxes on images', part.categories.map((c) => c.name));
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
