import type { AnnotationContent, Ontology, Region } from '../src/engine/model';

/** The same numbers in every run (mulberry32). */
export function seeded(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export const ontology: Ontology = {
  editor: 'image',
  inputs: [{ name: 'image', kind: 'image' }],
  classes: [
    { name: 'car', title: 'Car', color: '#e8590c', shapes: ['box', 'polygon'], attributes: [
      { kind: 'choice', name: 'state', title: 'State', required: true, options: [{ value: 'parked', title: 'Parked' }, { value: 'moving', title: 'Moving' }, { value: 'unknown', title: 'Cannot tell' }] },
      { kind: 'number', name: 'speed', title: 'Speed', hint: 'Estimated, in km/h.', min: 0, max: 300, showWhen: { field: 'state', anyOf: ['moving'] } },
      { kind: 'boolean', name: 'occluded', title: 'Occluded' },
      { kind: 'multi_choice', name: 'lights', title: 'Lights', options: [{ value: 'head', title: 'Head' }, { value: 'brake', title: 'Brake' }, { value: 'left', title: 'Left' }, { value: 'right', title: 'Right' }] },
      { kind: 'text', name: 'plate', title: 'Plate', maxLength: 10 },
    ] },
    { name: 'truck', title: 'Truck', color: '#1971c2', shapes: ['box', 'polygon'] },
    { name: 'person', title: 'Person', color: '#2f9e44', shapes: ['box'] },
    { name: 'building', title: 'Building', color: '#9c36b5', shapes: ['polygon'] },
    { name: 'sign', title: 'Traffic sign', color: '#f08c00', shapes: ['box', 'point'] },
    { name: 'lamp', title: 'Street lamp', color: '#0c8599', shapes: ['point'] },
  ],
  fields: [
    { kind: 'choice', name: 'weather', title: 'Weather', required: true, options: [{ value: 'clear', title: 'Clear' }, { value: 'rain', title: 'Rain' }, { value: 'snow', title: 'Snow' }] },
    { kind: 'boolean', name: 'blurry', title: 'Too blurry to use' },
  ],
};

export const size = { width: 1600, height: 1000 };

export const street: AnnotationContent = {
  regions: [
    { id: 'b1', class: 'building', shape: { kind: 'polygon', points: [60, 180, 380, 120, 390, 560, 60, 600] } },
    { id: 'b2', class: 'building', shape: { kind: 'polygon', points: [1120, 140, 1540, 210, 1540, 600, 1130, 550] } },
    { id: 'c1', class: 'car', shape: { kind: 'box', x: 420, y: 600, width: 270, height: 150 }, attributes: { state: 'moving', speed: 40, lights: ['head'] } },
    { id: 'c2', class: 'car', shape: { kind: 'box', x: 980, y: 640, width: 330, height: 180 }, score: 0.91 },
    { id: 't1', class: 'truck', shape: { kind: 'polygon', points: [720, 470, 900, 470, 905, 640, 715, 640] }, score: 0.64 },
    { id: 'p1', class: 'person', shape: { kind: 'box', x: 330, y: 610, width: 48, height: 140 } },
    { id: 'p2', class: 'person', shape: { kind: 'box', x: 1390, y: 600, width: 52, height: 160 }, score: 0.48 },
    { id: 's1', class: 'sign', shape: { kind: 'box', x: 640, y: 380, width: 50, height: 50 } },
    { id: 'l1', class: 'lamp', shape: { kind: 'point', x: 560, y: 250 } },
    { id: 'l2', class: 'lamp', shape: { kind: 'point', x: 1010, y: 260 } },
  ],
  values: { weather: 'clear' },
};

/** A street good enough to draw on. */
export function paintStreet(width: number, height: number): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  const c = canvas.getContext('2d')!;
  c.scale(width / size.width, height / size.height);
  const fill = (color: string | CanvasGradient, ...p: number[]): void => {
    c.fillStyle = color;
    c.beginPath();
    for (let i = 0; i < p.length; i += 2) c.lineTo(p[i]!, p[i + 1]!);
    c.fill();
  };
  const sky = c.createLinearGradient(0, 0, 0, 600);
  sky.addColorStop(0, '#8fb3d1');
  sky.addColorStop(1, '#dfe6ea');
  c.fillStyle = sky;
  c.fillRect(0, 0, 1600, 1000);
  fill('#5b5d60', 0, 1000, 620, 520, 980, 520, 1600, 1000);
  fill('#9a9890', 0, 1000, 0, 620, 600, 520, 620, 520);
  fill('#9a9890', 1600, 1000, 1600, 620, 1000, 520, 980, 520);
  fill('#a9826a', 60, 180, 380, 120, 390, 560, 60, 600);
  fill('#b7b2a4', 1120, 140, 1540, 210, 1540, 600, 1130, 550);
  const random = seeded(5);
  c.fillStyle = '#3f4d59';
  for (let row = 0; row < 5; row++) for (let col = 0; col < 4; col++) {
    c.fillRect(95 + col * 72, 225 + row * 65, 40, 38);
    c.fillRect(1170 + col * 92, 240 + row * 60, 46, 34);
  }
  for (let i = 0; i < 9; i++) fill('#d8d5c4', 790 - i * 2 - 6, 560 + i * i * 6, 800 + i * 2, 560 + i * i * 6, 800 + i * 4, 580 + i * i * 6 + i * 3, 786 - i * 4, 580 + i * i * 6 + i * 3);
  const car = (x: number, y: number, w: number, h: number, color: string): void => {
    c.fillStyle = color;
    c.beginPath();
    c.roundRect(x, y + h * 0.4, w, h * 0.45, h * 0.12);
    c.roundRect(x + w * 0.18, y, w * 0.62, h * 0.55, h * 0.2);
    c.fill();
    c.fillStyle = '#24292e';
    c.fillRect(x + w * 0.24, y + h * 0.1, w * 0.5, h * 0.26);
    for (const wx of [0.22, 0.78]) { c.beginPath(); c.arc(x + w * wx, y + h * 0.85, h * 0.15, 0, 7); c.fill(); }
  };
  car(420, 600, 270, 150, '#8e2f2b');
  car(980, 640, 330, 180, '#34506b');
  c.fillStyle = '#c9ccd0';
  c.fillRect(720, 472, 182, 150);
  c.fillStyle = '#2b2f33';
  c.fillRect(735, 600, 40, 40);
  c.fillRect(845, 600, 40, 40);
  for (const [x, y, h, color] of [[354, 610, 140, '#31404f'], [1416, 600, 160, '#6b3b46']] as const) {
    c.fillStyle = color;
    c.beginPath(); c.roundRect(x - 18, y + 34, 36, h - 36, 14); c.fill();
    c.fillStyle = '#c59a7c';
    c.beginPath(); c.arc(x, y + 18, 16, 0, 7); c.fill();
  }
  c.strokeStyle = '#4a4d50';
  c.lineWidth = 5;
  for (const [x, y] of [[560, 250], [1010, 260], [665, 405]] as const) { c.beginPath(); c.moveTo(x, y); c.lineTo(x, y + 330); c.stroke(); }
  c.fillStyle = '#c92a2a'; c.beginPath(); c.arc(665, 405, 24, 0, 7); c.fill();
  c.fillStyle = '#fff'; c.fillRect(650, 400, 30, 10);
  for (let i = 0; i < 4000; i++) { c.fillStyle = `rgba(${random() > 0.5 ? '255,255,255' : '0,0,0'},.05)`; c.fillRect(random() * 1600, random() * 1000, 3, 3); }
  return canvas;
}

/** Polygons of twelve vertices all over a picture. */
export function crowd(count: number, width: number, height: number): Region[] {
  const random = seeded(count);
  const classes = ['car', 'truck', 'building'];
  const cell = Math.sqrt((width * height) / count);
  return Array.from({ length: count }, (_, i) => {
    const [x, y] = [random() * (width - 2 * cell) + cell, random() * (height - 2 * cell) + cell];
    const radius = cell * (0.25 + random() * 0.45);
    const points: number[] = [];
    for (let v = 0; v < 12; v++) {
      const r = radius * (0.7 + random() * 0.3);
      points.push(Math.round((x + r * Math.cos((v * Math.PI) / 6)) * 10) / 10, Math.round((y + r * Math.sin((v * Math.PI) / 6)) * 10) / 10);
    }
    return { id: `s${i}`, class: classes[i % classes.length]!, shape: { kind: 'polygon', points } };
  });
}
