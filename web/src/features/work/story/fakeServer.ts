import type { AnnotationDetail, ClaimedReview, ClaimedTask, LeaseTicket, ProjectDetail } from '../../../lib/contracts';
import type { AnnotationContent, Ontology, TaskData } from '../../../engine/model';
import { finished } from '../../../workbench/shell/prepare';

/** A server in the page, for looking at the work pages without one. `?kind=text|form|compare|image|big`. */
const query = new URLSearchParams(location.search);
export const kind = query.get('kind') ?? 'text';

const letter = `Ada Lovelace met Charles Babbage in London on 5 June 1833, at a party of Mary Somerville's.
She was then seventeen years old, the only legitimate daughter of Lord Byron, who had left England when she was a few weeks old and died in Greece in 1824.

Babbage invited the young woman to see his Difference Engine. She understood its beauty at once, and wrote to him for the rest of her life: from Ockham Park in Surrey, from her house on St James's Square, and from the seaside at Torquay.

In 1843 she translated an article by the Italian engineer Luigi Menabrea on the Analytical Engine, and added notes three times as long as the article itself. Note G holds what is often called the first computer program: a way to calculate Bernoulli numbers with a machine that was never built.

كتبت آدا لوفلايس إلى تشارلز بابيج من لندن.

“The Analytical Engine has no pretensions whatever to originate anything,” she wrote. Alan Turing answered her a century later, in Manchester.`;

const span = (id: string, className: string, quote: string, score?: number, attributes?: Record<string, boolean | string>, nth = 0) => {
  let start = -1;
  for (let i = 0; i <= nth; i++) start = letter.indexOf(quote, start + 1);
  return { id, class: className, shape: { kind: 'span' as const, input: 'text', start, end: start + quote.length, quote }, ...(score !== undefined && { score }), ...(attributes && { attributes }) };
};

const entities: AnnotationContent = {
  regions: [
    span('a', 'person', 'Ada Lovelace'), span('b', 'person', 'Charles Babbage'), span('c', 'place', 'London'), span('d', 'date', '5 June 1833'), span('e', 'person', 'Mary Somerville'),
    span('f', 'person', 'Lord Byron', 0.94), span('g', 'place', 'England', 0.97), span('h', 'place', 'Greece', 0.9), span('i', 'date', '1824', 0.88), span('j', 'work', 'Difference Engine', 0.61),
    span('k', 'person', 'Luigi Menabrea', 0.93), span('l', 'work', 'Analytical Engine', 0.72), span('m', 'place', 'لندن', 0.8), span('n', 'person', 'آدا لوفلايس'), span('o', 'place', 'Ockham Park in Surrey'), span('p', 'place', 'Surrey'),
  ],
  relations: [{ id: 'r1', name: 'met', from: 'a', to: 'b' }, { id: 'r2', name: 'at', from: 'b', to: 'c' }, { id: 'r3', name: 'wrote', from: 'k', to: 'l' }],
};

const textOntology: Ontology = {
  editor: 'text',
  inputs: [{ name: 'text', kind: 'text', title: 'Letter' }],
  classes: [
    { name: 'person', title: 'Person', color: '#2f7ed8', shapes: ['span'], attributes: [{ name: 'role', title: 'Role', kind: 'choice', options: [{ value: 'author' }, { value: 'subject' }, { value: 'other' }] }, { name: 'sure', title: 'Certain', kind: 'boolean' }] },
    { name: 'place', title: 'Place', color: '#d9822b', shapes: ['span'] },
    { name: 'date', title: 'Date', color: '#2b9348', shapes: ['span'] },
    { name: 'work', title: 'Work or machine', color: '#9b5de5', shapes: ['span'] },
  ],
  relations: [{ name: 'met', title: 'met', color: '#2f7ed8', from: ['person'], to: ['person'] }, { name: 'at', title: 'at', color: '#d9822b' }, { name: 'wrote', title: 'wrote about', color: '#9b5de5', from: ['person'], to: ['work'] }],
  fields: [{ name: 'quality', title: 'Is the text readable?', kind: 'choice', required: true, options: [{ value: 'yes', title: 'Yes' }, { value: 'partly', title: 'Partly' }, { value: 'no', title: 'No' }] }],
};

const formOntology: Ontology = {
  editor: 'form',
  inputs: [{ name: 'ticket', kind: 'text', title: 'Customer’s message' }],
  fields: [
    { name: 'topic', title: 'What is it about?', kind: 'choice', required: true, options: [{ value: 'bill', title: 'A bill' }, { value: 'delivery', title: 'A delivery' }, { value: 'fault', title: 'A fault' }, { value: 'other', title: 'Something else', hotkey: 'o' }] },
    { name: 'tone', title: 'What is the tone?', kind: 'multi_choice', hint: 'Everything that fits.', options: [{ value: 'angry', title: 'Angry' }, { value: 'polite', title: 'Polite' }, { value: 'urgent', title: 'Urgent' }] },
    { name: 'days', title: 'Days waited', kind: 'number', min: 0, max: 365 },
    { name: 'urgent', title: 'Needs an answer today?', kind: 'boolean', required: true },
    { name: 'note', title: 'Note', kind: 'text', multiline: true },
  ],
};

const compareOntology: Ontology = {
  editor: 'form',
  inputs: [{ name: 'prompt', kind: 'markdown', title: 'Prompt' }, { name: 'a', kind: 'text', title: 'Answer A' }, { name: 'b', kind: 'text', title: 'Answer B' }],
  fields: [{ name: 'better', title: 'Which answer is better?', kind: 'choice', required: true, options: [{ value: 'a', title: 'A is better' }, { value: 'b', title: 'B is better' }, { value: 'tie', title: 'Both are as good' }, { value: 'neither', title: 'Neither is good' }] }],
};

const imageOntology: Ontology = {
  editor: 'image',
  inputs: [{ name: 'image', kind: 'image' }, { name: 'note', kind: 'text', title: 'Camera' }],
  classes: [
    { name: 'car', title: 'Car', color: '#2f7ed8', shapes: ['box', 'polygon'], attributes: [{ name: 'parked', title: 'Parked', kind: 'boolean' }] },
    { name: 'person', title: 'Person', color: '#d9822b', shapes: ['box'] },
    { name: 'sign', title: 'Traffic sign', color: '#2b9348', shapes: ['polygon', 'point'] },
  ],
  fields: [{ name: 'weather', title: 'Weather', kind: 'choice', required: true, options: [{ value: 'sun', title: 'Sun' }, { value: 'rain', title: 'Rain' }, { value: 'snow', title: 'Snow' }] }],
};

const bigText = (): string => Array.from({ length: 9_000 }, (_, i) => (i % 9 === 8 ? '' : `${i + 1}. Ada Lovelace wrote from London to Charles Babbage about the engine, and he answered from Dorset Street that it was well.`)).join('\n');
const bigContent = (text: string): AnnotationContent => {
  const regions = [];
  let at = 0;
  for (let i = 0; i < 10_000 && at >= 0; i++) {
    at = text.indexOf(i % 2 ? 'London' : 'Ada Lovelace', at + 1);
    if (at >= 0) regions.push({ id: `s${i}`, class: i % 2 ? 'place' : 'person', shape: { kind: 'span' as const, input: 'text', start: at, end: at + (i % 2 ? 6 : 12) } });
  }
  return { regions };
};

const ontology: Ontology = kind === 'image' ? imageOntology : kind === 'form' ? formOntology : kind === 'compare' ? compareOntology : textOntology;
const answer = 'The engine was designed by Charles Babbage in 1837. It was never finished in his lifetime, because money ran out and because its parts could not be made exactly enough.';

function dataOf(n: number): TaskData {
  switch (kind) {
    case 'image': return { image: { asset: `ast_${n}`, name: `street-${n}.png`, mediaType: 'image/png', width: 1280, height: 800 }, note: 'Junction 12, looking north' };
    case 'form': return { ticket: `I have been waiting for my washing machine for ${n + 10} days now. Twice I took a day off for nothing! Please call me today, I cannot go on like this.\n\nKind regards,\nM. Okafor` };
    case 'compare': return { prompt: `**Why** was the Analytical Engine never finished?\n\nAnswer in *two sentences* for a reader of twelve.`, a: answer, b: answer.replace('designed', 'drawn up').replace('because money ran out', 'as the government stopped paying').replace('exactly enough', 'to measure') };
    case 'big': return { text: bigText() };
    default: return { text: letter };
  }
}

function contentOf(): AnnotationContent {
  switch (kind) {
    case 'image': return {
      regions: [
        { id: 'a', class: 'car', shape: { kind: 'box', x: 180, y: 420, width: 320, height: 180 } },
        { id: 'b', class: 'person', shape: { kind: 'box', x: 760, y: 360, width: 90, height: 240 }, score: 0.82 },
        { id: 'c', class: 'sign', shape: { kind: 'polygon', points: [980, 180, 1060, 180, 1085, 250, 1020, 300, 955, 250] } },
      ],
    };
    case 'form': return { values: { topic: 'delivery', tone: ['angry', 'urgent'] } };
    case 'compare': return {};
    case 'big': return bigContent(bigText());
    default: return entities;
  }
}

let leases = 0;
const ticket = (leaseKind: LeaseTicket['kind']): LeaseTicket => ({ id: `lse_${++leases}`, token: leases, kind: leaseKind, expiresAt: new Date(Date.now() + 900_000).toISOString(), leaseSeconds: 900 });
const at = (minutesAgo: number): string => new Date(Date.now() - minutesAgo * 60_000).toISOString();
const annotation = (id: string, personName: string, content: AnnotationContent, more: Partial<AnnotationDetail> = {}): AnnotationDetail => ({
  id, person: 'per_2', personName, state: 'in_review', ontologyVersion: 1, content, reviews: [], activeSeconds: 40, createdAt: at(90), ...more,
});

const project: ProjectDetail = {
  id: 'prj_1', name: kind === 'image' ? 'Street scenes' : kind === 'form' ? 'Support tickets' : kind === 'compare' ? 'Answer pairs' : 'People and places', state: 'active', ontology, ontologyVersion: 1,
  instructions: '# What to do\n\nMark **every** name, also within other names.\n\n- A *person* is a human being, real or not.\n- A *place* can be pointed at on a map.\n\n> When in doubt, mark it and leave a comment.\n\nSee [the handbook](https://example.org/handbook).\n\n| Class | Example |\n| --- | --- |\n| Person | Ada Lovelace |\n| Place | London |',
  overlap: 2, reviewLevels: 1, leaseSeconds: 900, tasks: { open: 40, review: 6, done: 112, cancelled: 0, gold: 0 }, createdAt: at(9_000), watermark: false,
};

let next = 0;
const total = Number(query.get('tasks') ?? 40);
export const received: { method: string; route: string; body: string }[] = [];
const drafts = new Map<string, unknown>();

function claimTask(): ClaimedTask | undefined {
  if (next >= total) return undefined;
  const n = next++;
  const rework = query.has('rework') && n === 0;
  return {
    lease: ticket(rework ? 'rework' : 'label'), task: `tsk_${n}`, name: kind === 'image' ? `street-${n}.jpg` : `letters/1843-${String(n + 1).padStart(3, '0')}.txt`, data: dataOf(n), ontologyVersion: 1,
    predictions: rework || kind === 'compare' || query.has('blank') ? [] : [{ model: 'ner-large 2.1', content: contentOf() }],
    ...(rework && { rejected: annotation('ann_0', 'You', contentOf(), { state: 'rejected', reviews: [{ id: 'rev_0', person: 'per_3', personName: 'Nadia Haddad', level: 1, verdict: 'reject', comment: 'Surrey is marked twice, and Torquay is missing. Please look at the dates again.', createdAt: at(30) }] }) }),
    comments: rework ? [{ id: 'cmt_1', person: 'per_3', personName: 'Nadia Haddad', text: 'Is this a person or the name of the prize?', region: 'e', resolved: false, createdAt: at(31) }] : [],
  };
}

function claimReview(): ClaimedReview | undefined {
  if (next >= total) return undefined;
  const n = next++;
  const mine = contentOf();
  const { regions = [] } = finished(mine);
  const made = { ...mine, ...(regions.length > 0 && { regions }) };
  const others = { ...made, ...(regions.length > 0 && { regions: regions.slice(2).map((r, i) => ({ ...r, id: `x${i}`, ...(i === 1 && { class: ontology.classes?.[0]?.name ?? r.class }) })) }), relations: [], ...(kind === 'compare' && { values: { better: 'b' } }) };
  return {
    lease: ticket('review'), task: `tsk_${n}`, name: kind === 'image' ? `street-${n}.jpg` : `letters/1843-${String(n + 1).padStart(3, '0')}.txt`, data: dataOf(n), level: 1,
    annotation: annotation(`ann_${n}`, 'Tomas Lindqvist', kind === 'compare' ? { values: { better: 'a' } } : made), others: [annotation(`ann_x${n}`, 'Ana Souza', others, { state: 'accepted' })], consensus: { content: others, agreement: 0.81, at: at(5) },
    comments: [{ id: 'cmt_2', person: 'per_2', personName: 'Tomas Lindqvist', text: 'I was not sure about this one.', region: 'c', resolved: false, createdAt: at(80) }],
  };
}

const street = (n: number): string => `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="800"><defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#9cc4e4"/><stop offset="1" stop-color="#e8eef2"/></linearGradient></defs><rect width="1280" height="460" fill="url(#s)"/><rect y="440" width="1280" height="360" fill="#5b6067"/><path d="M560 800 L630 440 L650 440 L720 800Z" fill="#d8d2b8" opacity=".5"/><rect x="60" y="120" width="260" height="330" fill="#b08968"/><rect x="360" y="200" width="200" height="250" fill="#c9ada7"/><rect x="880" y="90" width="330" height="360" fill="#8d99ae"/><g fill="#e9ecef" opacity=".8">${Array.from({ length: 12 }, (_, i) => `<rect x="${910 + (i % 4) * 75}" y="${120 + Math.floor(i / 4) * 100}" width="44" height="60"/>`).join('')}</g><g><rect x="190" y="470" width="300" height="90" rx="18" fill="#c1121f"/><path d="M240 470 q20 -50 60 -50 h90 q40 0 60 50z" fill="#780000"/><circle cx="255" cy="565" r="32" fill="#212529"/><circle cx="425" cy="565" r="32" fill="#212529"/></g><g fill="#264653"><circle cx="805" cy="390" r="26"/><rect x="775" y="418" width="60" height="100" rx="20"/><rect x="780" y="505" width="20" height="92"/><rect x="812" y="505" width="20" height="92"/></g><rect x="1014" y="290" width="10" height="190" fill="#495057"/><path d="M985 190 h70 l25 55 -60 50 -60 -50z" fill="#e63946" stroke="#fff" stroke-width="8"/><text x="40" y="770" font-size="26" fill="#fff" font-family="sans-serif">${n}</text></svg>`;

async function png(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = new OffscreenCanvas(1280, 800);
  canvas.getContext('2d')!.drawImage(image, 0, 0);
  return canvas.convertToBlob();
}

const json = (value: unknown, status = 200): Response => new Response(JSON.stringify(value), { status, headers: { 'Content-Type': status >= 400 ? 'application/problem+json' : 'application/json' } });
const problem = (status: number, code: string, title: string): Response => json({ code, title, status }, status);

export function installFakeServer(): void {
  const failing = { mode: query.get('fail') ?? '' };
  Object.assign(window, { fakeServer: { received, failing, drafts } });
  window.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input.toString(), location.href);
    const method = init?.method ?? 'GET';
    const route = url.pathname.replace(/^\/api/, '');
    const body = typeof init?.body === 'string' ? init.body : '';
    await new Promise((r) => setTimeout(r, 30));
    if (failing.mode === 'network') throw new TypeError('Failed to fetch');
    if (failing.mode === '401' && method !== 'GET') return problem(401, 'session.ended', 'Sign in.');
    if (failing.mode === '400' && route.endsWith('/annotations')) return problem(400, 'annotation.invalid', 'The annotation does not answer the task.');
    if (method !== 'GET') received.push({ method, route, body });
    if (route === '/me') return json({ person: 'per_1', displayName: 'Ida Novak', email: 'ida@example.org', isOperator: false, roles: ['annotator', 'reviewer'], customers: [] });
    if (/\/assets\/ast_(\d+)$/.test(route)) return new Response(await png(street(Number(/\d+$/.exec(route)?.[0]))), { headers: { 'Content-Type': 'image/png' } });
    if (route.endsWith('/reviews/claim')) { const c = claimReview(); return c ? json(c) : problem(404, 'task.none', 'No task is waiting for you.'); }
    if (route.endsWith('/claim')) { const c = claimTask(); return c ? json(c) : problem(404, 'task.none', 'No task is waiting for you.'); }
    if (route.endsWith('/heartbeat')) return json({ expiresAt: new Date(Date.now() + 900_000).toISOString() });
    if (route.endsWith('/draft')) { const d = JSON.parse(body) as { version: number }; drafts.set(route, d); return json({ version: d.version }); }
    if (route.endsWith('/annotations')) { const a = JSON.parse(body) as { id: string; contentHash: string }; return json({ annotation: a.id, contentHash: a.contentHash, state: 'in_review', at: at(0) }); }
    if (route.endsWith('/reviews')) { const r = JSON.parse(body) as { id: string; verdict: string }; return json({ review: r.id, verdict: r.verdict, at: at(0) }); }
    if (route.endsWith('/recent')) return json([{ id: 'ann_old', task: 'tsk_old', taskName: 'letters/1842-007.txt', state: 'in_review', createdAt: at(200) }]);
    if (/^\/projects\/[^/]+$/.test(route)) return json(project);
    return method === 'GET' ? problem(404, 'not_found', 'There is nothing here.') : new Response(null, { status: 204 });
  };
}
