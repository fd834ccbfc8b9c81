import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { api, invite, setUp, type Person } from './people';
import { Server } from './server';
import { addTasks, answerNext, halfGoldWith, makeMoods } from './workbench';

/*
 * Quality, from the settings to the decision: gold among the work, somebody who gets it wrong is paused and told why, answers back and is let in again;
 * a task that people do not agree on is given to one more, and to the lead in the end.
 */
const server = new Server();
let ada: Person;
let project: string;
const good = { values: { mood: 'good' } };

test.beforeAll(async ({ browser }) => {
  await server.start();
  ada = await setUp(browser, server);
  project = await makeMoods(ada, 'Moods');
  await addTasks(ada, project, Array.from({ length: 12 }, (_, i) => ({ externalId: `task ${i}`, data: { text: `It was fine, said number ${i}.` } })));
});
test.afterAll(() => server.dispose());

const answer = (by: Person, mood: string) => answerNext(by, project, { values: { mood } });

test('gold comes among the work, who gets it wrong is paused, says his word, and is let in again', async ({ browser }) => {
  const { items } = await api<{ items: { id: string }[] }>(ada, 'GET', `/api/projects/${project}/tasks`);
  for (const task of items.slice(0, 6)) await api(ada, 'PUT', `/api/projects/${project}/tasks/${task.id}/gold`, { answer: good });
  const { page } = ada;
  await page.goto(`/projects/${project}/quality`);
  await halfGoldWith(page, 'Paused');

  const wim = await invite(ada, browser, server, 'Wim', ['annotator']);
  let last: { status: number; code?: string } = { status: 0 };
  for (let i = 0; i < 12 && last.code === undefined; i++) last = await answer(wim, 'bad');
  expect(last).toEqual({ status: 403, code: 'work.paused_for_you' });
  await wim.page.goto(`/my-quality/${project}`);
  await expect(wim.page.getByText('You are given nothing until a lead has looked.')).toBeVisible();
  await expect(wim.page.getByText('2 tasks with a known answer were wrong in a row; 2 are too many.')).toBeVisible();
  await wim.page.getByLabel('Your word on it').fill('I took irony for praise.');
  await wim.page.getByRole('button', { name: 'Send' }).click();
  await expect(wim.page.getByText('I took irony for praise.')).toBeVisible();

  await page.reload();
  await expect(page.getByText('I took irony for praise.')).toBeVisible();
  await page.getByRole('button', { name: 'Stands, may work' }).click();
  await expect(page.getByText('I took irony for praise.')).toHaveCount(0);
  expect((await answer(wim, 'good')).status).toBe(200);
});

test('what people do not agree on is asked once more, and decided by the lead with one key', async ({ browser }) => {
  const { page } = ada;
  await page.goto(`/projects/${project}/quality`);
  await page.getByLabel('Gold in the work').fill('0');
  await page.getByLabel('For the first 20 tasks').fill('0');
  await page.getByRole('switch', { name: 'Ask until it is sure enough' }).check({ force: true });
  await page.getByLabel('Wanted confidence').fill('95');
  await page.getByLabel('At most answers').fill('3');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
  const people: Person[] = [];
  for (const name of ['Xaver', 'Yann', 'Zoe']) people.push(await invite(ada, browser, server, name, ['annotator']));
  // Results are worked out once a second, and what is not sure enough comes back into the queue.
  await expect(async () => {
    for (const [i, person] of people.entries()) while ((await answer(person, i === 1 ? 'bad' : 'good')).status === 200);
    await page.reload();
    await expect(page.getByRole('heading', { name: 'To decide' })).toBeVisible({ timeout: 1_500 });
  }).toPass({ timeout: 60_000 });
  await expect(page.getByRole('article').first()).toBeVisible();
  const before = (await api<{ unclear: number }>(ada, 'GET', `/api/projects/${project}/quality`)).unclear;
  await page.keyboard.press('1');
  await expect.poll(async () => (await api<{ unclear: number }>(ada, 'GET', `/api/projects/${project}/quality`)).unclear).toBe(before - 1);
});

test('what the answers say is drawn, can be read as a table, and can be taken along', async () => {
  const { page } = ada;
  await page.goto(`/projects/${project}/quality`);
  const analysis = page.getByRole('region', { name: 'What the answers say' });
  const agreement = analysis.getByRole('figure').filter({ hasText: 'Agreement' });
  await expect(agreement.getByRole('img', { name: /Krippendorff’s alpha -?0[.]\d+, between/ })).toBeVisible();
  await agreement.getByText('Classes', { exact: true }).click();
  await expect(agreement.getByRole('img', { name: /good -?[\d.]+/ })).toBeVisible();
  await agreement.getByRole('button', { name: /^Show as table/ }).click();
  await expect(agreement.getByRole('cell', { name: 'alpha', exact: true }).first()).toBeVisible();
  const [csv] = await Promise.all([page.waitForEvent('download'), agreement.getByRole('button', { name: /^Download as CSV/ }).click()]);
  expect(readFileSync(await csv.path(), 'utf8')).toMatch(/^Measure,Of,Value,Lower,Upper,Tasks\r\nraw,All,0[.]\d+,/);

  const confusion = analysis.getByRole('figure').filter({ hasText: 'Confusions' });
  await expect(confusion.getByRole('row', { name: /^good [\d]+/ })).toContainText('%');
  const curve = analysis.getByRole('figure').filter({ hasText: 'What fewer answers would have cost' });
  await expect(curve.getByText(/The same number for all: [\d.]+ answers are enough/)).toBeVisible();
  const [png] = await Promise.all([page.waitForEvent('download'), curve.getByRole('button', { name: /^Download as PNG/ }).click()]);
  const bytes = readFileSync(await png.path());
  expect([bytes.subarray(1, 4).toString(), bytes.length > 3_000]).toEqual(['PNG', true]);
  await expect(analysis.getByRole('heading', { name: 'Where people differ most' })).toBeVisible();
  await expect(analysis.getByRole('article')).toHaveCount(3);
});
