/** A small invented customer, so that every page has something to show. Development only. */
import type {
  AnnotationDetail, ApiKeySummary, BatchSummary, ExportSummary, FileReceipt, ImportSummary, InvitationSummary, Me, Ontology, OntologyVersion, PersonSummary,
  ProjectDetail, ProjectTemplate, Region, SessionSummary, TaskDetail,
} from '../../src/lib/contracts';
import { newId } from '../../src/lib/ids';

/** Repeatable chance. */
let seed = 7;
export const random = () => ((seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648);
export const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
export const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

const boxes: Ontology = {
  editor: 'image',
  inputs: [{ name: 'image', kind: 'image' }],
  classes: [
    { name: 'vehicle', title: 'Vehicle', color: '#0072b2', shapes: ['box'], hotkey: '1', attributes: [{ kind: 'boolean', name: 'parked', title: 'Parked?' }] },
    { name: 'car', title: 'Car', color: '#5b7fd6', shapes: ['box', 'polygon'], hotkey: '2', parent: 'vehicle' },
    { name: 'person', title: 'Person', color: '#d55e00', shapes: ['box', 'point'], hotkey: '3', attributes: [{ kind: 'choice', name: 'pose', title: 'Pose', options: [{ value: 'standing' }, { value: 'sitting' }] }] },
    { name: 'sign', title: 'Traffic sign', color: '#009e73', shapes: ['polygon'], hotkey: '4' },
  ],
  fields: [
    { kind: 'choice', name: 'weather', title: 'What is the weather?', required: true, options: [{ value: 'clear', title: 'Clear', hotkey: 'c' }, { value: 'rain', title: 'Rain', hotkey: 'r' }, { value: 'fog', title: 'Fog', hotkey: 'f' }] },
    { kind: 'text', name: 'remark', title: 'What makes it hard to see?', showWhen: { field: 'weather', anyOf: ['rain', 'fog'] } },
  ],
};
const entities: Ontology = {
  editor: 'text',
  inputs: [{ name: 'text', kind: 'text' }],
  classes: [
    { name: 'person', title: 'Person', color: '#d55e00', shapes: ['span'], hotkey: '1' }, { name: 'place', title: 'Place', color: '#0072b2', shapes: ['span'], hotkey: '2' },
    { name: 'organisation', title: 'Organisation', color: '#009e73', shapes: ['span'], hotkey: '3' },
  ],
  relations: [{ name: 'works_at', title: 'works at', color: '#7b61c9', from: ['person'], to: ['organisation'] }],
};
const compare: Ontology = {
  editor: 'form',
  inputs: [{ name: 'prompt', kind: 'markdown', title: 'Prompt' }, { name: 'a', kind: 'markdown', title: 'Answer A' }, { name: 'b', kind: 'markdown', title: 'Answer B' }],
  fields: [
    { kind: 'choice', name: 'better', title: 'Which answer is better?', required: true, options: [{ value: 'a', title: 'A', hotkey: '1' }, { value: 'b', title: 'B', hotkey: '2' }, { value: 'tie', title: 'Tie', hotkey: '3' }, { value: 'both_bad', title: 'Both bad', hotkey: '4' }] },
    { kind: 'text', name: 'why', title: 'Why?', multiline: true, hint: 'One or two sentences.' },
  ],
};
const classify = (kind: 'image' | 'text'): Ontology => ({
  editor: kind, inputs: [{ name: kind, kind }],
  fields: [{ kind: 'choice', name: 'label', title: 'What is it?', required: true, options: [{ value: 'cat', hotkey: '1' }, { value: 'dog', hotkey: '2' }, { value: 'other', hotkey: '3' }] }],
});

export const templates: ProjectTemplate[] = [
  { id: 'image_boxes', ontology: boxes, instructions: '## What to label\n\nEvery **vehicle** and **person** that is at least half visible.\n\n- Draw the box tightly around what you see.\n- Leave out reflections and posters.\n\n| case | label? |\n| --- | --- |\n| behind glass | yes |\n| in a mirror | no |' },
  { id: 'image_polygons', ontology: { ...boxes, classes: boxes.classes?.map((c) => ({ ...c, shapes: ['polygon'] as const })).map((c) => ({ ...c, shapes: [...c.shapes] })) }, instructions: '' },
  { id: 'image_classification', ontology: classify('image'), instructions: '' },
  { id: 'text_classification', ontology: classify('text'), instructions: '' },
  { id: 'named_entities', ontology: entities, instructions: 'Mark every name, without its article.' },
  { id: 'compare_texts', ontology: compare, instructions: '' },
  { id: 'free_form', ontology: { editor: 'form', inputs: [{ name: 'text', kind: 'text' }], fields: [{ kind: 'text', name: 'answer', title: 'Your answer', multiline: true }] }, instructions: '' },
];

const customers = [{ id: newId('cus', 1_700_000_000_000), name: 'Halden Robotics' }, { id: newId('cus', 1_700_000_000_001), name: 'Institut Marée' }];
export const me: Me = {
  person: newId('per'), displayName: 'Nadia Okafor', email: 'nadia@halden.example', isOperator: true, mayAskForGlass: true, isOwner: false, customer: customers[0], customers,
  roles: ['administrator', 'engineer', 'lead', 'reviewer', 'annotator'],
};
const names = ['Nadia Okafor', 'Jonas Lindqvist', 'Mei Tanaka', 'Rafael Souza', 'Amélie Laurent', 'Tomasz Wójcik'];
export const people: PersonSummary[] = names.map((displayName, i) => ({
  id: i === 0 ? me.person : newId('per'), displayName, email: `${displayName.split(' ')[0]?.toLowerCase()}@halden.example`,
  roles: i === 0 ? me.roles : i === 1 ? ['lead', 'reviewer'] : i === 2 ? ['engineer'] : i === 3 ? ['reviewer'] : ['annotator'], joinedAt: ago(900 - i * 60), lastSeenAt: i === 5 ? undefined : ago(i * 3 + 0.1),
}));
export const invitations: InvitationSummary[] = [{ id: newId('inv'), email: 'lena@halden.example', roles: ['annotator'], createdAt: ago(20), expiresAt: ago(-148) }];
export const keys: ApiKeySummary[] = [
  { id: newId('key'), name: 'Nightly import', prefix: 'cl_live_7f3k', environment: 'live', scopes: ['read', 'write'], createdAt: ago(700), lastUsedAt: ago(6) },
  { id: newId('key'), name: 'Notebook', prefix: 'cl_test_q81z', environment: 'test', scopes: ['read', 'export'], createdAt: ago(90), expiresAt: ago(-2000) },
];
export const passkeys = [{ id: newId('psk'), name: 'Laptop', createdAt: ago(300) }];
export const sessions: SessionSummary[] = [
  { id: newId('ses'), createdAt: ago(4), lastSeenAt: ago(0), device: 'Firefox on Linux', address: '192.0.2.17', isCurrent: true },
  { id: newId('ses'), createdAt: ago(200), lastSeenAt: ago(51), device: 'Safari on iPhone', address: '198.51.100.4', isCurrent: false },
];

export interface Project { detail: ProjectDetail; versions: OntologyVersion[]; tasks: TaskDetail[]; batches: BatchSummary[]; imports: FakeImport[]; exports: ExportSummary[] }
export interface FakeImport { summary: ImportSummary; files: FileReceipt[]; refusals: { place: string; reason: string }[] }

export function addProject(name: string, ontology: Ontology, more: Partial<ProjectDetail> = {}): Project {
  const detail: ProjectDetail = {
    id: newId('prj'), name, state: 'active', ontology, ontologyVersion: 1, instructions: '', overlap: 1, reviewLevels: 0, leaseSeconds: 900,
    tasks: { open: 0, review: 0, done: 0, cancelled: 0, gold: 0 }, createdAt: ago(400), watermark: false, ...more,
  };
  const project: Project = { detail, versions: [{ version: 1, ontology, createdBy: me.person, createdAt: ago(400) }], tasks: [], batches: [], imports: [], exports: [] };
  projects.unshift(project);
  return project;
}

export const projects: Project[] = [];

const regions = (): Region[] => [
  { id: 'r1', class: 'car', shape: { kind: 'box', x: 60 + random() * 20, y: 206 + random() * 8, width: 160, height: 84 }, attributes: { parked: true } },
  { id: 'r2', class: 'person', shape: { kind: 'box', x: 282 + random() * 6, y: 190, width: 44, height: 104 }, attributes: { pose: 'standing' } },
  { id: 'r3', class: 'sign', shape: { kind: 'polygon', points: [520, 96, 548, 112, 548, 142, 520, 158, 492, 142, 492, 112] } },
];
const text = 'Marie Curie was born in Warsaw and moved to Paris in 1891. She taught at the Sorbonne, where she was the first woman to be a professor, and later led the Radium Institute.';
const spanOf = (quote: string, cls: string): Region => ({ id: quote, class: cls, shape: { kind: 'span', input: 'text', start: text.indexOf(quote), end: text.indexOf(quote) + quote.length, quote } });

function addTasks(project: Project, count: number, image: boolean) {
  const batch: BatchSummary = { id: newId('bat'), name: 'March', tasks: { open: 0, review: 0, done: 0, cancelled: 0, gold: 0 }, createdAt: ago(380) };
  project.batches.push(batch);
  for (let i = 0; i < count; i++) {
    const chance = random();
    const state = chance < 0.52 ? 'done' : chance < 0.64 ? 'review' : chance < 0.98 ? 'open' : 'cancelled';
    const answered = state === 'done' || state === 'review';
    const annotations = (answered ? people.slice(1, 1 + project.detail.overlap + (i % 2)) : []).map((person, j): AnnotationDetail => ({
      id: newId('ann'), person: person.id, personName: person.displayName, state: state === 'review' && j === 0 ? 'in_review' : j === 1 && i % 3 === 0 ? 'rejected' : 'accepted', ontologyVersion: 1,
      content: image ? { regions: regions(), values: { weather: j === 1 ? 'fog' : 'clear' } } : { regions: [spanOf('Marie Curie', 'person'), spanOf('Warsaw', 'place'), spanOf('Sorbonne', 'organisation')], relations: [{ id: 'x', name: 'works_at', from: 'Marie Curie', to: 'Sorbonne' }] },
      reviews: j === 1 && i % 3 === 0 ? [{ id: newId('rev'), person: me.person, personName: me.displayName, level: 1, verdict: 'reject', comment: 'The sign is missing its lower edge.', createdAt: ago(20) }]
        : state === 'done' ? [{ id: newId('rev'), person: people[3]?.id ?? '', personName: 'Rafael Souza', level: 1, verdict: 'accept', createdAt: ago(18) }] : [],
      activeSeconds: 20 + random() * 60, createdAt: ago(30 + i / 10),
    }));
    const id = newId('tsk', Date.now() - 400 * 3_600_000 + i * 1_000);
    project.tasks.push({
      id, project: project.detail.id, name: image ? `camera-2/frame_${String(i).padStart(5, '0')}.jpg` : `letter-${i}`, batch: batch.id, state, priority: i % 40 === 0 ? 80 : 50, overlap: project.detail.overlap,
      data: image ? { image: { asset: newId('ast'), name: `frame_${i}.jpg`, mediaType: 'image/svg+xml', width: 640, height: 360 } } : { text },
      annotations, predictions: i % 4 === 0 && image ? [{ model: 'yolo-x', content: { regions: regions().map((r) => ({ ...r, score: 0.83 })) } }] : [],
      result: state === 'done' && annotations[0] !== undefined ? { content: annotations[0].content, agreement: project.detail.overlap > 1 ? 0.6 + random() * 0.4 : undefined, at: ago(12) } : undefined,
      comments: i % 5 === 0 ? [{ id: newId('cmt'), person: people[4]?.id ?? '', personName: 'Amélie Laurent', text: 'Is the trailer part of the car?', x: 130, y: 240, resolved: false, createdAt: ago(9) }] : [],
      history: [
        { at: ago(380), kind: 'created' }, ...annotations.flatMap((a) => [{ at: ago(31), kind: 'claimed', person: a.person, personName: a.personName }, { at: ago(30), kind: 'submitted', person: a.person, personName: a.personName }]),
        ...(state === 'done' ? [{ at: ago(18), kind: 'accepted', person: people[3]?.id, personName: 'Rafael Souza' }] : []),
      ],
      createdAt: ago(380), updatedAt: ago(random() * 300),
    });
  }
  countTasks(project);
  batch.tasks = project.detail.tasks;
}

export function countTasks(project: Project) {
  const counts = { open: 0, review: 0, done: 0, cancelled: 0, gold: 0 };
  for (const task of project.tasks) counts[task.state]++;
  project.detail.tasks = counts;
}

addTasks(addProject('Support tickets: tone', classify('text'), { state: 'paused' }), 40, false);
addProject('Radiology reports 2024', entities, { state: 'archived' });
addTasks(addProject('Historic letters: names and places', entities, { overlap: 2 }), 300, false);
addProject('Model answers, round 7', compare, { overlap: 3 });
const street = addProject('Street scenes, spring', boxes, { overlap: 2, reviewLevels: 1, instructions: templates[0]?.instructions ?? '' });
addTasks(street, 1_840, true);
street.versions.unshift({ version: 2, ontology: boxes, createdBy: me.person, createdAt: ago(200) });
street.detail.ontologyVersion = 2;
street.imports.push(
  { summary: { id: newId('imp'), state: 'done', labels: 'predictions', batchName: 'March', files: 1_840, tasks: 1_840, duplicates: 12, labelsAdded: 460, refused: 3, createdAt: ago(381), finishedAt: ago(380.9) }, files: [],
    refusals: [{ place: 'camera-2/readme.txt', reason: 'This is not an image, and no format of labels is known for it.' }, { place: 'labels.json: annotations[17].bbox', reason: 'The box lies outside of the image.' }, { place: 'camera-2/broken.jpg', reason: 'The file ends before the image does.' }] },
);
street.exports.push({
  id: newId('exp'), format: 'coco', answers: 'results', state: 'done', fileName: 'street-scenes-spring.coco.zip', bytes: 1_843_200, tasks: 957, annotations: 2_871,
  losses: [{ what: 'Answers to questions', reason: 'COCO has no place for answers about a whole image.', count: 957 }, { what: 'Points', reason: 'COCO holds points only as keypoints of a category.', count: 41 }],
  createdAt: ago(26), finishedAt: ago(25.9),
});
