import { expect, test, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { api, invite, setUp } from './people';
import { Server } from './server';
import { exportText, makeProjectByHand, status, submit, tasksOf } from './workbench';

/** Sentences of ten novels, and the names in them: what the people of this file agree on. */
const novels = resolve(import.meta.dirname, '../../samples/demo/texts/novels.jsonl');
const names: Readonly<Record<string, readonly Name[]>> = {
  'verne-80-days': [['Phileas Fogg', 'PER'], ['Burlington Gardens', 'LOC'], ['Sheridan', 'PER']],
  'doyle-scarlet': [['University of London', 'ORG'], ['Netley', 'LOC']],
  'melville-moby-dick': [['Cape Horn', 'LOC'], ['Pacific', 'LOC'], ['New Bedford', 'LOC']],
  'shelley-frankenstein': [['London', 'LOC'], ['Petersburgh', 'LOC']],
  'stoker-dracula': [['Munich', 'LOC'], ['Vienna', 'LOC'], ['Buda-Pesth', 'LOC']],
  'dickens-expectations': [['Pirrip', 'PER'], ['Philip', 'PER']],
  'swift-gulliver': [['Nottinghamshire', 'LOC'], ['Emanuel College', 'ORG'], ['Cambridge', 'LOC']],
  'defoe-crusoe': [['York', 'LOC'], ['Bremen', 'LOC'], ['Hull', 'LOC']],
  'austen-persuasion': [['Walter Elliot', 'PER'], ['Kellynch Hall', 'LOC'], ['Somersetshire', 'LOC']],
  'doyle-bohemia': [['Sherlock Holmes', 'PER'], ['Irene Adler', 'PER']],
};
const keyOf: Readonly<Record<string, string>> = { PER: '1', ORG: '2', LOC: '3' };
type Name = readonly [text: string, class_: string];

const server = new Server();
test.beforeAll(() => server.start());
test.afterAll(() => server.dispose());

test('names in novels are marked and linked by two people, one answer is put right in review, and CoNLL has all of them', async ({ browser }) => {
  const ada = await setUp(browser, server);
  const project = await makeProjectByHand(ada.page, 'Names in novels', 'Mark passages in texts');
  await api(ada, 'PATCH', `/api/projects/${project}`, { overlap: 2, reviewLevels: 1 });
  await ada.page.goto(`/projects/${project}/import`);
  await ada.page.locator('input[type=file]:not([webkitdirectory])').setInputFiles(novels);
  // The columns are found by their names: `text` is the text, `id` the name by which the customer knows the row.
  await expect(ada.page.getByRole('columnheader', { name: /^id/ })).toHaveAttribute('data-used', 'true');
  await ada.page.getByRole('button', { name: 'Start import' }).click();
  await expect(ada.page.getByText('See the tasks')).toBeVisible();
  const ana = await invite(ada, browser, server, 'Ana', ['annotator']);
  const ben = await invite(ada, browser, server, 'Ben', ['annotator']);
  const rita = await invite(ada, browser, server, 'Rita', ['reviewer']);

  const forgotten: Name = ['Irene Adler', 'PER'];
  await Promise.all([
    markAll(ana.page, project, (name) => names[name]!),
    markAll(ben.page, project, (name) => names[name]!.filter(([text]) => text !== forgotten[0])),
  ]);
  expect((await tasksOf(ada, project)).map((t) => t.annotations.length)).toEqual(Object.keys(names).map(() => 2));

  // The reviewer accepts what is complete, and adds the name that Ben forgot.
  const { page } = rita;
  await page.goto(`/review/${project}`);
  let mended = 0;
  for (let i = 0; i < 2 * Object.keys(names).length; i++) {
    await expect(page.getByRole('button', { name: /^Accept/ })).toBeEnabled();
    await page.waitForTimeout(150);
    if ((await taskName(page)) === 'doyle-bohemia' && (await spans(page).count()) === 1) {
      await page.keyboard.press('f');
      await mark(page, forgotten);
      await submit(page);
      mended++;
    } else await page.keyboard.press('a');
    await page.waitForTimeout(150);
  }
  expect(mended).toBe(1);
  await expect(page.getByText('There is nothing to review for you.', { exact: false })).toBeVisible();
  await expect(status(page)).toHaveAttribute('data-status', 'saved');
  await expect.poll(async () => (await api<{ tasks: { done: number } }>(ada, 'GET', `/api/projects/${project}/stats`)).tasks.done).toBe(10);

  const bohemia = (await tasksOf(ada, project)).find((t) => t.name === 'doyle-bohemia')!;
  expect(bohemia.annotations.map((a) => `${a.personName} ${a.content.regions?.length}`).sort()).toEqual(['Ana 2', 'Ben 1', 'Rita 2']);
  const inOrder = readFileSync(novels, 'utf8').trim().split('\n').map((line) => (JSON.parse(line) as { id: string }).id);
  const conll = readConll(await exportText(ada, project, 'conll'));
  expect(conll).toHaveLength(inOrder.length);
  expect(conll.map((found) => JSON.stringify(found)).sort()).toEqual(inOrder.map((id) => JSON.stringify(names[id])).sort());
  // Links are beyond CoNLL; the native format has the one that both made.
  const native = (await exportText(ada, project, 'native')).trim().split('\n').map((line) => JSON.parse(line) as { externalId?: string; answers?: [{ content: Linked }] });
  const swift = native.find((item) => item.externalId === 'swift-gulliver')!;
  expect(swift.answers).toHaveLength(1);
  const [{ content: agreed }] = swift.answers!;
  expect(agreed.relations!.map((r) => [quote(agreed, r.from), r.name, quote(agreed, r.to)])).toEqual([['Emanuel College', 'located_in', 'Cambridge']]);
});

interface Linked {
  readonly regions: readonly { readonly id: string; readonly shape: { readonly quote: string } }[];
  readonly relations?: readonly { readonly name: string; readonly from: string; readonly to: string }[];
}
const quote = (content: Linked, id: string) => content.regions.find((r) => r.id === id)!.shape.quote;

const spans = (page: Page) => page.getByRole('listbox', { name: 'Spans' }).getByRole('option');

/** The task in front: its name is in the bar above. */
async function taskName(page: Page): Promise<string> {
  const bar = (await page.locator('header').innerText()).split('\n');
  return bar.find((line) => line.trim() in names)!.trim();
}

async function markAll(page: Page, project: string, namesOf: (task: string) => readonly Name[]): Promise<void> {
  await page.goto(`/work/${project}`);
  for (let i = 0; i < Object.keys(names).length; i++) {
    await expect(page.getByRole('button', { name: /^Submit/ })).toBeEnabled();
    const task = await taskName(page);
    for (const name of namesOf(task)) await mark(page, name);
    if (task === 'swift-gulliver') await link(page, 'Emanuel College', 'Cambridge');
    await submit(page);
    await page.waitForTimeout(150);
  }
  await expect(page.getByText('Nothing waiting')).toBeVisible();
  await expect(status(page)).toHaveAttribute('data-status', 'saved');
}

/** Drags over the words, presses the key of the class. */
async function mark(page: Page, [text, class_]: Name): Promise<void> {
  const before = await spans(page).count();
  const { from, to } = await placeOf(page, text);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 3 });
  await page.mouse.up();
  await page.keyboard.press(keyOf[class_]!);
  await expect(spans(page)).toHaveCount(before + 1);
  await page.keyboard.press('Escape');
}

/** Selects the first, then R, and the other is chosen with a click. */
async function link(page: Page, from: string, to: string): Promise<void> {
  const first = await placeOf(page, from);
  await page.mouse.click(first.from.x, first.from.y);
  await page.keyboard.press('r');
  const second = await placeOf(page, to);
  await page.mouse.click(second.from.x, second.from.y);
  await expect(page.locator('svg text', { hasText: 'is in' })).toBeVisible();
}

async function placeOf(page: Page, text: string): Promise<{ from: Point; to: Point }> {
  const found = await page.evaluate((wanted) => {
    for (const { firstChild: node } of document.querySelectorAll('[data-text]')) {
      const start = node?.textContent?.indexOf(wanted) ?? -1;
      if (!node || start < 0) continue;
      const at = (offset: number) => {
        const range = document.createRange();
        range.setStart(node, offset);
        range.setEnd(node, offset + 1);
        const box = range.getBoundingClientRect();
        return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      };
      return { from: at(start), to: at(start + wanted.length - 1) };
    }
    return undefined;
  }, text);
  expect(found, text).toBeDefined();
  return found!;
}
interface Point { x: number; y: number }

/** Names and classes of every document, from tokens with IOB2 tags: this file's own reading of the format. */
function readConll(text: string): Name[][] {
  const documents: Name[][] = [];
  for (const line of text.split('\n')) {
    if (line.startsWith('-DOCSTART-')) documents.push([]);
    const [token, tag] = [line.split(/\s/)[0]!, line.trim().split(/\s/).at(-1)!];
    const current = documents.at(-1);
    if (tag.startsWith('B-')) current!.push([token, tag.slice(2)]);
    else if (tag.startsWith('I-')) {
      const [before, class_] = current!.pop()!;
      current!.push([`${before} ${token}`, class_]);
    }
  }
  return documents;
}
