import { expect, test } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { api, invite, setUp, type Person } from './people';
import { program, Server } from './server';
import { addTasks, answerNext, makeProject } from './workbench';

/*
 * A batch is accepted by a sample, from the plan to the certificate: what it takes is said in plain words before anything is drawn, somebody who answered
 * none of it looks at the drawn tasks with one key each, takes one back, and the certificate verifies without the server.
 */
const server = new Server();
let ada: Person;
let rita: Person;
let project: string;
const sample = 11;

test.beforeAll(async ({ browser }) => {
  await server.start();
  ada = await setUp(browser, server);
  project = await makeProject(ada, 'Moods', {
    editor: 'text', inputs: [{ name: 'text', kind: 'text' }], classes: [],
    fields: [{ kind: 'choice', name: 'mood', required: true, options: [{ value: 'good' }, { value: 'bad' }] }, { kind: 'text', name: 'why' }],
  });
  await addTasks(ada, project, Array.from({ length: 40 }, (_, i) => ({ externalId: `task ${i}`, data: { text: `It was fine, said number ${i}.` } })));
  const wim = await invite(ada, browser, server, 'Wim', ['annotator']);
  while ((await answerNext(wim, project, { values: { mood: 'good' } })).status === 200);
  rita = await invite(ada, browser, server, 'Rita', ['reviewer']);
});
test.afterAll(() => server.dispose());

interface Detail { summary: { progress: { audited: number; wrong: number; state: string; sampleSize: number } }; kinds: { kind: string; wrong: number }[] }
const detail = (number: number) => api<Detail>(ada, 'GET', `/api/projects/${project}/acceptances/${number}`);

async function draw(rejectable: string) {
  const { page } = ada;
  await page.goto(`/projects/${project}/quality`);
  await page.getByRole('button', { name: 'Accept a batch' }).click();
  await page.getByLabel('Must not pass with').fill(rejectable);
  await expect(page.getByText(`Look at ${sample} of 40 tasks; accept with at most 0 wrong.`)).toBeVisible();
}

test('what it takes is said before anything is drawn, and the page says who may look', async () => {
  const { page } = ada;
  await draw('17.5');
  await page.getByRole('button', { name: 'Draw the sample' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Acceptance 1: Moods' })).toBeVisible();
  await expect(page.getByText('Not decided yet.')).toBeVisible();
  await expect(page.getByText('Waiting')).toHaveCount(sample);
});

test('one key says right, w and a number say what is wrong, u takes it back, and nothing waits in the end', async () => {
  const { page } = rita;
  await page.goto(`/audit/${project}/1`);
  const task = page.getByRole('article');
  await expect(task).toBeVisible();
  const first = await task.getAttribute('aria-label');
  await page.keyboard.press('r');
  // The next is there at once.
  await expect(task).not.toHaveAttribute('aria-label', first!);
  await expect.poll(async () => (await detail(1)).summary.progress.audited).toBe(1);

  const second = await task.getAttribute('aria-label');
  await page.keyboard.press('w');
  await expect(page.getByRole('group', { name: 'What is wrong?' })).toBeVisible();
  await page.getByLabel('Note').fill('He says the opposite.');
  await page.getByLabel('Note').blur();
  await page.keyboard.press('1');
  await expect.poll(async () => (await detail(1)).summary.progress).toMatchObject({ audited: 2, wrong: 1, state: 'refused' });
  await expect(page.getByText('Refused')).toBeVisible();

  await page.keyboard.press('u');
  await expect(task).toHaveAttribute('aria-label', second!);
  await expect.poll(async () => (await detail(1)).summary.progress).toMatchObject({ audited: 1, wrong: 0, state: 'open' });
  for (let i = 1; i < sample; i++) {
    const now = await task.getAttribute('aria-label');
    await page.keyboard.press('r');
    if (i < sample - 1) await expect(task).not.toHaveAttribute('aria-label', now!);
  }
  await expect(page.getByText('Nothing waits for you.')).toBeVisible();
  await expect(page.getByText('Accepted')).toBeVisible();
});

test('who is on a narrow screen sees it all', async () => {
  const { page } = ada;
  await page.setViewportSize({ width: 390, height: 844 });
  for (const address of [`/projects/${project}/quality/acceptances/1`, `/projects/${project}/quality`]) {
    await page.goto(address);
    await expect(page.getByText(/Acceptance 1/).first()).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
});

test('the certificate is downloaded, and verifies without the server until one byte is changed', async () => {
  const { page } = ada;
  await page.goto(`/projects/${project}/quality/acceptances/1`);
  await expect(page.getByText(`Accepted: 0 wrong of ${sample}.`)).toBeVisible();
  await expect(page.getByRole('row', { name: /mood/ })).toContainText(String(sample));
  await page.getByRole('button', { name: 'Make the certificate' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Certify' }).click();
  const file = join(server.data, 'acceptance.note');
  await (await download).saveAs(file);
  await expect(page.getByRole('button', { name: 'Certificate' })).toBeVisible();

  const { key, note } = await api<{ key: string; note: string }>(ada, 'POST', `/api/projects/${project}/acceptances/1/certificate`);
  const { text } = await api<{ text: string }>(ada, 'GET', `/api/projects/${project}/acceptances/1/lot`);
  const lot = join(server.data, 'lot.txt');
  writeFileSync(lot, text);
  const verify = () => execFileSync('dotnet', [program(), 'certificate', 'verify', file, '--key', key, '--lot', lot], { encoding: 'utf8', stdio: 'pipe' });
  expect(verify()).toContain('Moods: ACCEPTED');
  writeFileSync(file, note.replace('\nwrong 0', '\nwrong 1'));
  expect(verify).toThrow(/DO NOT RELY/);
});

test('more wrong than allowed is refused at once, and who answered may not judge', async ({ browser }) => {
  await draw('17.5');
  await ada.page.getByRole('button', { name: 'Draw the sample' }).click();
  await expect(ada.page.getByRole('heading', { level: 1, name: 'Acceptance 2: Moods' })).toBeVisible();
  const zoe = await invite(ada, browser, server, 'Zoe', ['annotator', 'reviewer']);
  await addTasks(ada, project, [{ externalId: 'hers', data: { text: 'Mine.' } }]);
  expect((await answerNext(zoe, project, { values: { mood: 'bad' } })).status).toBe(200);
  // Her work list leads there.
  await zoe.page.goto('/work');
  await zoe.page.getByRole('link', { name: 'Audit in Moods' }).click();
  await zoe.page.getByRole('article').waitFor();
  await zoe.page.getByRole('button', { name: 'Wrong' }).click();
  await zoe.page.getByRole('button', { name: /^why/ }).click();
  await expect(zoe.page.getByText('Refused')).toBeVisible();
  expect((await detail(2)).kinds).toContainEqual(expect.objectContaining({ kind: 'field:why', wrong: 1 }));

  // All tasks, one of them her own.
  const all = await api<{ summary: { number: number; progress: { sampleSize: number } } }>(ada, 'POST', `/api/projects/${project}/acceptances`, { rejectableErrorRate: 0.02, consumerRisk: 0.001 });
  expect(all.summary.progress.sampleSize).toBe(41);
  const queue = await api<{ waiting: number; notYours: number }>(zoe, 'GET', `/api/projects/${project}/acceptances/${all.summary.number}/next`);
  expect(queue).toMatchObject({ waiting: 40, notYours: 1 });
  const own = (await api<{ items: { id: string; name: string }[] }>(ada, 'GET', `/api/projects/${project}/tasks`)).items.find((task) => task.name === 'hers')!;
  const refused = await zoe.page.request.get(`/api/projects/${project}/acceptances/${all.summary.number}/items/${own.id}`);
  expect(await refused.json()).toMatchObject({ status: 403, code: 'acceptance.own_work' });
});
