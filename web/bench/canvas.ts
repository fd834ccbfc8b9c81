/* Frame times of our canvas and of plain SVG with the same shapes over the same picture; driven by canvas.mjs. */
import { ImageCore, type ImageShape } from '../src/engine/image';
import { handleOf } from '../src/workbench/image/media';
import { ImageRenderer } from '../src/workbench/image/renderer';
import { crowd, ontology, paintStreet } from './scene';

const width = 4000;
const height = 3000;
const stage = document.getElementById('stage')!;
const nextFrame = (): Promise<number> => new Promise((done) => requestAnimationFrame(done));

interface Variant {
  /** Moves the view: screen = image × k + (x, y). */
  view(x: number, y: number, k: number): void;
  /** Points at a place on the screen: hit test and highlight. */
  hover(x: number, y: number): void;
  grab(id: number): void;
  drag(dx: number, dy: number): void;
  drop(): void;
  settled(): boolean;
  dispose(): void;
}

const canvas = document.createElement('canvas');
canvas.width = width;
canvas.height = height;
canvas.getContext('2d')!.drawImage(paintStreet(width, height), 0, 0);
const blob = await new Promise<Blob>((done) => canvas.toBlob((b) => done(b!), 'image/jpeg', 0.9));
const url = URL.createObjectURL(blob);

async function ours(n: number): Promise<Variant> {
  const handle = handleOf(await createImageBitmap(blob), { name: 'street', width, height });
  const core = new ImageCore({ ontology, content: { regions: crowd(n, width, height) }, mode: 'label', image: { width, height } });
  const renderer = new ImageRenderer(stage, core, handle.media, { background: '#151618', accent: '#1c7ed6', font: 'sans-serif' });
  const at = (x: number, y: number) => ({ screen: { x, y }, button: 0, shiftKey: false, modKey: false, altKey: false });
  let from = { x: 0, y: 0 };
  return {
    view(x, y, k) {
      if (k !== core.camera.scale) core.camera.zoomAt({ x: 0, y: 0 }, k / core.camera.scale);
      core.camera.panBy(x - core.camera.view.x, y - core.camera.view.y);
    },
    hover: (x, y) => core.pointerMove(at(x, y)),
    grab(id) {
      core.select([`s${id}`]);
      const { points } = core.region(`s${id}`)!.shape as Extract<ImageShape, { kind: 'polygon' }>;
      from = core.camera.toScreen({ x: points[0]!, y: points[1]! });
      core.pointerMove(at(from.x, from.y));
      core.pointerDown(at(from.x, from.y));
    },
    drag: (dx, dy) => core.pointerMove(at(from.x + dx, from.y + dy)),
    drop: () => core.pointerUp(at(from.x + 20, from.y + 20)),
    settled: () => renderer.settled,
    dispose() {
      renderer.dispose();
      handle.dispose();
    },
  };
}

async function svg(n: number): Promise<Variant> {
  const ns = 'http://www.w3.org/2000/svg';
  const make = (name: string, attributes: Record<string, string | number>): SVGElement => {
    const element = document.createElementNS(ns, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    return element;
  };
  const root = make('svg', { width: 1600, height: 1000 });
  const group = make('g', {});
  group.append(make('image', { href: url, width, height }));
  const colors = new Map(ontology.classes!.map((c) => [c.name, c.color]));
  const shapes = crowd(n, width, height).map((r) => {
    const color = colors.get(r.class)!;
    return make('polygon', { points: (r.shape as Extract<ImageShape, { kind: 'polygon' }>).points.join(' '), fill: color, 'fill-opacity': 0.16, stroke: color, 'vector-effect': 'non-scaling-stroke' });
  });
  group.append(...shapes);
  root.append(group);
  stage.append(root);
  const image = new Image();
  image.src = url;
  await image.decode();
  let lit: Element | undefined;
  let held = { element: shapes[0]!, points: [] as number[] };
  return {
    view: (x, y, k) => group.setAttribute('transform', `translate(${x} ${y}) scale(${k})`),
    hover(x, y) {
      const element = document.elementFromPoint(x, y);
      lit?.setAttribute('stroke-width', '1');
      lit = element?.localName === 'polygon' ? element : undefined;
      lit?.setAttribute('stroke-width', '3');
    },
    grab: (id) => void (held = { element: shapes[id]!, points: shapes[id]!.getAttribute('points')!.split(' ').map(Number) }),
    drag: (dx, dy) => held.element.setAttribute('points', [held.points[0]! + dx * 2.5, held.points[1]! + dy * 2.5, ...held.points.slice(2)].join(' ')),
    drop() {},
    settled: () => true,
    dispose: () => root.remove(),
  };
}

async function settle(v: Variant): Promise<void> {
  await nextFrame();
  while (!v.settled()) await nextFrame();
  await nextFrame();
}

async function frames(count: number, act: (i: number) => void): Promise<number> {
  const times: number[] = [];
  let last = await nextFrame();
  for (let i = 0; i < count; i++) {
    act(i);
    await nextFrame();
    const now = performance.now();
    times.push(now - last);
    last = now;
  }
  times.sort((a, b) => a - b);
  return times[times.length >> 1]!;
}

async function measure(name: 'ours' | 'svg', n: number, count: number): Promise<Record<string, number>> {
  const began = performance.now();
  const v = await (name === 'ours' ? ours(n) : svg(n));
  v.view(0, 0, 0.4);
  await settle(v);
  const result: Record<string, number> = { first: performance.now() - began };
  result['pan'] = await frames(count, (i) => v.view(60 * Math.sin(i / 6), 40 * Math.sin(i / 9), 0.4));
  await settle(v);
  result['zoom'] = await frames(count, (i) => v.view(-200 * Math.sin(i / 9) ** 2, -120 * Math.sin(i / 9) ** 2, 0.4 * (1 + 0.4 * Math.sin(i / 9) ** 2)));
  v.view(0, 0, 0.4);
  await settle(v);
  result['hover'] = await frames(count, (i) => v.hover(300 + ((i * 37) % 900), 200 + ((i * 23) % 600)));
  v.grab(n >> 1);
  result['drag'] = await frames(count, (i) => v.drag(i % 30, (i * 2) % 30));
  v.drop();
  await settle(v);
  v.dispose();
  await nextFrame();
  return result;
}

Object.assign(window, { measure });
document.body.dataset['ready'] = '';
