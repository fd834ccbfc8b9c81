/**
 * The API, faked in memory, as a middleware of the development server: for work on the pages, their screenshots and their axe checks.
 * It is not the truth: src/Cloison.Server is.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ImportSummary, NewExport, NewImport, NewProject, ProjectStats, TaskDetail, TaskSummary } from '../../src/lib/contracts';
import { newId } from '../../src/lib/ids';
import { addProject, ago, countTasks, invitations, keys, me, passkeys, people, pick, projects, random, sessions, templates, type Project } from './data';
import { scene } from './scene';

interface Call { params: string[]; query: URLSearchParams; json: () => Promise<unknown>; raw: () => Promise<Buffer> }
type Reply = { status?: number; json?: unknown; text?: string; type?: string; headers?: Record<string, string> };
type Handler = (call: Call) => Reply | Promise<Reply>;

const problem = (status: number, code: string, title: string, detail?: string): Reply => ({ status, json: { status, code, title, detail }, type: 'application/problem+json' });
const notFound = () => problem(404, 'http.404', 'There is nothing here.');
const ok = (json?: unknown): Reply => (json === undefined ? { status: 204 } : { json });

/** State that tests switch through POST /api/fake. */
const fake = { signedIn: true, setupNeeded: false, slowUploads: 0 };

const find = (id: string | undefined): Project | undefined => projects.find((p) => p.detail.id === id);
const inProject = (handler: (project: Project, call: Call) => Reply | Promise<Reply>): Handler => (call) => {
  const project = find(call.params[0]);
  return project === undefined ? notFound() : handler(project, call);
};
const summaryOf = ({ detail: d }: Project) => ({ id: d.id, name: d.name, state: d.state, editor: d.ontology.editor, overlap: d.overlap, reviewLevels: d.reviewLevels, tasks: d.tasks, createdAt: d.createdAt });
const summarise = (task: TaskDetail): TaskSummary => ({
  id: task.id, name: task.name, batch: task.batch, state: task.state, priority: task.priority, answers: task.annotations.filter((a) => a.state === 'accepted').length, overlap: task.overlap,
  thumbnail: (task.data['image'] as { asset: string } | undefined)?.asset, excerpt: typeof task.data['text'] === 'string' ? task.data['text'].slice(0, 120) : undefined,
  labels: [...new Set(task.annotations.flatMap((a) => (a.content.regions ?? []).map((r) => r.class)))], createdAt: task.createdAt, updatedAt: task.updatedAt,
});
const page = <T>(items: T[], cursor: string | null, limit: number) => {
  const from = Number(cursor ?? 0);
  return { items: items.slice(from, from + limit), ...(from + limit < items.length ? { next: String(from + limit) } : {}) };
};

const stats = (project: Project): ProjectStats => {
  const answered = project.tasks.flatMap((t) => t.annotations);
  if (answered.length === 0) return { tasks: project.detail.tasks, labels: [], hours: [], people: [] };
  const labels = new Map<string, number>();
  for (const a of answered) for (const label of [...(a.content.regions ?? []).map((r) => r.class), ...Object.entries(a.content.values ?? {}).map(([k, v]) => `${k}=${String(v)}`)]) labels.set(label, (labels.get(label) ?? 0) + 1);
  const hours = Array.from({ length: 168 }, (_, i) => 167 - i).flatMap((h) => {
    const at = new Date(Date.now() - h * 3_600_000);
    at.setUTCMinutes(0, 0, 0);
    const isWork = at.getUTCHours() >= 7 && at.getUTCHours() <= 17 && at.getUTCDay() % 6 !== 0;
    return isWork ? [{ hour: at.toISOString(), count: Math.round(12 + random() * 40) }] : [];
  });
  return {
    tasks: project.detail.tasks, labels: [...labels].map(([label, count]) => ({ label, count })).sort((a, b) => b.count - a.count), hours, agreement: 0.87,
    people: people.slice(1, 5).map((p, i) => ({ person: p.id, name: p.displayName, submitted: 620 - i * 130, accepted: 580 - i * 140, rejected: 22 + i * 9, reviews: i === 2 ? 840 : 0, skipped: 3 + i, activeSeconds: (620 - i * 130) * (24 + i * 7), lastAt: ago(i * 5 + 0.2) })),
  };
};

const routes: [string, RegExp, Handler][] = [];
const on = (method: string, pattern: string, handler: Handler) =>
  routes.push([method, new RegExp(`^/api${pattern.replace(/:\w+/g, '([^/]+)')}$`), handler]);

on('POST', '/fake', async ({ json }) => { Object.assign(fake, await json()); return ok(); });
on('GET', '/setup', () => ok({ needed: fake.setupNeeded }));
on('POST', '/setup', () => { Object.assign(fake, { setupNeeded: false, signedIn: true }); return ok(me); });
on('POST', '/sign-in', async ({ json }) => {
  const { password } = (await json()) as { password: string };
  if (password === 'wrong') return problem(401, 'session.wrong', 'The e-mail or the password is wrong.');
  fake.signedIn = true;
  return ok(me);
});
on('POST', '/sign-out', () => { fake.signedIn = false; return ok(); });
on('POST', '/passkeys/challenge', () => problem(503, 'http.503', 'Not faked.'));
on('GET', '/me', () => ok(me));
on('PATCH', '/me', async ({ json }) => ok(Object.assign(me, await json())));
on('POST', '/me/password', async ({ json }) => (((await json()) as { current: string }).current === 'wrong' ? problem(422, 'password.wrong', 'The present password is wrong.') : ok()));
on('GET', '/me/passkeys', () => ok(passkeys));
on('DELETE', '/me/passkeys/:id', ({ params }) => { passkeys.splice(0, passkeys.length, ...passkeys.filter((k) => k.id !== params[0])); return ok(); });
on('GET', '/me/sessions', () => ok(sessions));
on('DELETE', '/me/sessions/:id', ({ params }) => { sessions.splice(0, sessions.length, ...sessions.filter((k) => k.id !== params[0])); return ok(); });
on('POST', '/me/customer', async ({ json }) => { const { customer } = (await json()) as { customer: string }; me.customer = me.customers.find((c) => c.id === customer); return ok(me); });
on('GET', '/customers', () => ok(me.customers));
on('POST', '/customers', async ({ json }) => { const made = { id: newId('cus'), name: ((await json()) as { name: string }).name }; me.customers = [...me.customers, made]; return ok(made); });
on('GET', '/people', () => ok(people));
on('PUT', '/people/:id/roles', async ({ params, json }) => { const p = people.find((x) => x.id === params[0]); if (p) Object.assign(p, await json()); return ok(); });
on('DELETE', '/people/:id', ({ params }) => { people.splice(0, people.length, ...people.filter((p) => p.id !== params[0])); return ok(); });
on('GET', '/invitations', () => ok(invitations));
on('POST', '/invitations', async ({ json }) => {
  const made = { id: newId('inv'), ...((await json()) as { email?: string; roles: typeof me.roles }), createdAt: ago(0), expiresAt: ago(-168) };
  invitations.unshift(made);
  return ok({ id: made.id, link: `http://localhost:5173/invite#inv-secret-${made.id.slice(-8)}`, expiresAt: made.expiresAt });
});
on('DELETE', '/invitations/:id', ({ params }) => { invitations.splice(0, invitations.length, ...invitations.filter((i) => i.id !== params[0])); return ok(); });
on('POST', '/invitations/look-up', async ({ json }) => (((await json()) as { token: string }).token === 'old' ? problem(404, 'invitation.gone', 'This invitation was used or has ended.') : ok({ customerName: 'Halden Robotics', email: 'lena@halden.example', roles: ['annotator', 'reviewer'], hasAccount: false })));
on('POST', '/invitations/accept', () => { fake.signedIn = true; return ok(me); });
on('GET', '/keys', () => ok(keys));
on('POST', '/keys', async ({ json }) => { const id = newId('key'); keys.unshift({ id, prefix: 'cl_test_ab12', createdAt: ago(0), ...((await json()) as { name: string; environment: 'test'; scopes: ['read'] }) }); return ok({ id, secret: `cl_test_${id.slice(4)}${id.slice(8)}` }); });
on('DELETE', '/keys/:id', ({ params }) => { keys.splice(0, keys.length, ...keys.filter((k) => k.id !== params[0])); return ok(); });
on('GET', '/templates', () => ok(templates));
on('GET', '/formats', () => ok([['native', 'Cloison', 'zip'], ['coco', 'COCO', 'json'], ['voc', 'Pascal VOC', 'zip'], ['yolo', 'YOLO', 'zip'], ['cvat', 'CVAT for images', 'xml'], ['csv', 'CSV', 'csv'], ['conll', 'CoNLL', 'conll']].map(([id, title, extension]) => ({ id, title, extension, canImport: true, canExport: true, canHoldMedia: ['voc', 'yolo', 'cvat'].includes(id!) }))));
on('GET', '/work', () => ok(projects.filter((p) => p.detail.state === 'active' && p.tasks.length > 0).map((p) => ({ project: p.detail.id, name: p.detail.name, canLabel: true, canReview: p.detail.reviewLevels > 0, waitingTasks: p.detail.tasks.open, waitingReviews: p.detail.reviewLevels > 0 ? p.detail.tasks.review : 0, rework: p.detail.reviewLevels > 0 ? 2 : 0 }))));

on('GET', '/projects', ({ query }) => ok(page(projects.map(summaryOf).filter((p) => query.get('state') === null || p.state === query.get('state')), query.get('cursor'), 50)));
on('POST', '/projects', async ({ json }) => ok(addProject('', templates[0]!.ontology, { ...((await json()) as NewProject), createdAt: ago(0) }).detail));
on('GET', '/projects/:p', inProject((p) => ok(p.detail)));
on('PATCH', '/projects/:p', inProject(async (p, { json }) => ok(Object.assign(p.detail, await json()))));
on('POST', '/projects/:p/clone', inProject(async (p, { json }) => ok(addProject(((await json()) as { name: string }).name, p.detail.ontology, { instructions: p.detail.instructions, overlap: p.detail.overlap }).detail)));
on('GET', '/projects/:p/ontologies', inProject((p) => ok(p.versions)));
on('GET', '/projects/:p/ontologies/:v', inProject((p, { params }) => ok(p.versions.find((v) => v.version === Number(params[1])))));
on('PUT', '/projects/:p/ontology', inProject(async (p, { json }) => {
  const made = { version: p.detail.ontologyVersion + 1, ontology: (await json()) as typeof p.detail.ontology, createdBy: me.person, createdAt: ago(0) };
  p.versions.unshift(made);
  Object.assign(p.detail, { ontology: made.ontology, ontologyVersion: made.version });
  return ok(made);
}));
on('GET', '/projects/:p/stats', inProject((p) => ok(stats(p))));
on('GET', '/projects/:p/batches', inProject((p) => ok(p.batches)));
on('POST', '/projects/:p/assets', inProject(async (_, { raw }) => { await raw(); return ok({ id: newId('ast') }); }));
on('GET', '/projects/:p/assets/:a', ({ params }) => ({ text: scene(params[1] ?? ''), type: 'image/svg+xml' }));
on('GET', '/projects/:p/assets/:a/thumbnail', ({ params }) => ({ text: scene(params[1] ?? ''), type: 'image/svg+xml' }));
on('GET', '/projects/:p/tasks', inProject((p, { query }) => {
  const q = (name: string) => query.get(name) ?? undefined;
  const items = p.tasks.filter((t) =>
    (q('state') === undefined || t.state === q('state')) && (q('batch') === undefined || t.batch === q('batch')) && (q('person') === undefined || t.annotations.some((a) => a.person === q('person'))) &&
    (q('search') === undefined || t.name.includes(q('search') ?? '')) && (q('label') === undefined || summarise(t).labels.includes(q('label') ?? '')));
  return ok(page(items.map(summarise), query.get('cursor'), Number(query.get('limit') ?? 100)));
}));
const inTask = (handler: (task: TaskDetail, project: Project, call: Call) => Reply | Promise<Reply>): Handler => inProject((project, call) => {
  const task = project.tasks.find((t) => t.id === call.params[1]);
  return task === undefined ? notFound() : handler(task, project, call);
});
on('GET', '/projects/:p/tasks/:t', inTask((task) => ok(task)));
on('PATCH', '/projects/:p/tasks/:t', inTask(async (task, project, { json }) => {
  const { priority, cancelled } = (await json()) as { priority?: number; cancelled?: boolean };
  if (priority !== undefined) task.priority = priority;
  if (cancelled !== undefined) task.state = cancelled ? 'cancelled' : 'open';
  countTasks(project);
  return ok(task);
}));
on('POST', '/projects/:p/tasks/:t/comments', inTask(async (task, _, { json }) => { task.comments.push({ ...((await json()) as { id: string; text: string }), person: me.person, personName: me.displayName, resolved: false, createdAt: ago(0) }); return ok(); }));
on('PATCH', '/projects/:p/tasks/:t/comments/:c', inTask(async (task, _, { params, json }) => { Object.assign(task.comments.find((c) => c.id === params[2]) ?? {}, await json()); return ok(); }));

on('POST', '/projects/:p/imports', inProject(async (p, { json }) => {
  const request = (await json()) as NewImport;
  const summary: ImportSummary = { id: newId('imp'), state: 'receiving', labels: request.labels ?? 'predictions', batchName: request.batchName, files: 0, tasks: 0, duplicates: 0, labelsAdded: 0, refused: 0, createdAt: ago(0) };
  p.imports.unshift({ summary, files: [], refusals: [] });
  return ok(summary);
}));
on('GET', '/projects/:p/imports', inProject((p) => ok(p.imports.map((i) => i.summary))));
on('POST', '/projects/:p/imports/preview', inProject(async (_, { raw }) => {
  const [head = '', ...rows] = (await raw()).toString('utf8').trim().split('\n');
  const columns = head.split(',');
  return ok({ format: 'csv', columns, rows: rows.slice(0, 5).map((r) => r.split(',')), suggested: { inputs: { text: columns[1] ?? '' }, externalId: columns[0] } });
}));
const inImport = (handler: (found: Project['imports'][number], project: Project, call: Call) => Reply | Promise<Reply>): Handler => inProject((project, call) => {
  const found = project.imports.find((i) => i.summary.id === call.params[1]);
  return found === undefined ? notFound() : handler(found, project, call);
});
on('GET', '/projects/:p/imports/:i', inImport((i) => ok(i.summary)));
on('PUT', '/projects/:p/imports/:i/files', inImport(async (i, _, { query, raw }) => {
  await raw();
  await new Promise((resolve) => setTimeout(resolve, fake.slowUploads));
  const path = query.get('path') ?? '';
  const receipt = /\.(txt|exe)$/.test(path) ? { path, outcome: 'refused' as const, tasks: 0, reason: 'No format is known for this file.' } : { path, outcome: 'task' as const, tasks: 1 };
  if (!i.files.some((f) => f.path === path)) {
    i.files.push(receipt);
    if (receipt.outcome === 'refused') { i.summary.refused++; i.refusals.push({ place: path, reason: receipt.reason ?? '' }); } else { i.summary.files++; i.summary.tasks++; }
  }
  return ok(receipt);
}));
on('GET', '/projects/:p/imports/:i/files', inImport((i, _, { query }) => ok(page(i.files, query.get('cursor'), 100))));
on('POST', '/projects/:p/imports/:i/finish', inImport((i) => {
  i.summary.state = 'running';
  setTimeout(() => Object.assign(i.summary, { state: 'done', finishedAt: ago(0) }), 1_500);
  return ok(i.summary);
}));
on('DELETE', '/projects/:p/imports/:i', inImport((i) => { i.summary.state = 'cancelled'; return ok(); }));
on('GET', '/projects/:p/imports/:i/refusals', inImport((i, _, { query }) => ok(page(i.refusals, query.get('cursor'), 50))));

on('POST', '/projects/:p/exports', inProject(async (p, { json }) => {
  const request = (await json()) as NewExport;
  const made = { id: newId('exp'), format: request.format, answers: request.answers ?? 'results', state: 'running' as const, fileName: `${p.detail.name}.${request.format}.zip`, bytes: 0, tasks: 0, annotations: 0, losses: [], createdAt: ago(0) };
  p.exports.unshift(made);
  setTimeout(() => Object.assign(made, { state: 'done', bytes: 3_400_000, tasks: p.detail.tasks.done, annotations: p.detail.tasks.done * 3, finishedAt: ago(0), losses: pick([[], [{ what: 'Relations', reason: 'The format links no regions.', count: 12 }]]) }), 2_500);
  return ok(made);
}));
on('GET', '/projects/:p/exports', inProject((p) => ok(p.exports)));
on('DELETE', '/projects/:p/exports/:e', inProject((p, { params }) => { p.exports = p.exports.filter((e) => e.id !== params[1]); return ok(); }));
on('GET', '/projects/:p/exports/:e/content', () => ({ text: 'fake', type: 'application/zip', headers: { 'Content-Disposition': 'attachment; filename="export.zip"' } }));

const isPublic = (url: string) => /^\/api\/(fake|setup|sign-in|sign-out|passkeys\/|invitations\/(look-up|accept))/.test(url);

export async function answer(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  const url = new URL(request.url ?? '/', 'http://fake');
  if (!url.pathname.startsWith('/api/')) return false;
  const raw = async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  };
  let reply: Reply = notFound();
  if (!fake.signedIn && !isPublic(url.pathname)) reply = problem(401, 'session.none', 'Nobody is signed in.');
  else if (request.method !== 'GET' && url.pathname !== '/api/fake' && request.headers['x-cloison'] !== '1') reply = problem(403, 'request.foreign', 'The request does not come from our pages.');
  else
    for (const [method, pattern, handler] of routes) {
      const match = method === request.method ? pattern.exec(url.pathname) : null;
      if (match === null) continue;
      reply = await handler({ params: match.slice(1).map(decodeURIComponent), query: url.searchParams, raw, json: async () => JSON.parse((await raw()).toString('utf8')) as unknown });
      break;
    }
  response.statusCode = reply.status ?? 200;
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  if (reply.status !== 204) response.setHeader('Content-Type', reply.type ?? 'application/json');
  response.end(reply.text ?? (reply.json === undefined ? undefined : JSON.stringify(reply.json)));
  return true;
}
