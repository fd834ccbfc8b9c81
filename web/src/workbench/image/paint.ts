import type { ImageShape } from '../../engine/image';

const paths = new WeakMap<ImageShape, Path2D>();

/** The outline as a path, in image pixels. Shapes never change, so a path is made once. */
export function pathOf(shape: ImageShape): Path2D {
  const known = paths.get(shape);
  if (known) return known;
  const path = new Path2D();
  if (shape.kind === 'box') path.rect(shape.x, shape.y, shape.width, shape.height);
  else if (shape.kind === 'polygon') tracePoints(path, shape.points, true);
  paths.set(shape, path);
  return path;
}

export function tracePoints(path: Path2D | CanvasPath, points: readonly number[], closed: boolean): void {
  path.moveTo(points[0]!, points[1]!);
  for (let i = 2; i + 1 < points.length; i += 2) path.lineTo(points[i]!, points[i + 1]!);
  if (closed) path.closePath();
}

/** '#rrggbb' with an opacity from 0 to 1. */
export const withAlpha = (color: string, alpha: number): string => color + Math.round(alpha * 255).toString(16).padStart(2, '0');

/** Black or white, whichever reads better on the colour (WCAG relative luminance). */
export function inkOn(color: string): '#000000' | '#ffffff' {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = parseInt(color.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.3 ? '#000000' : '#ffffff';
}

/** Hatchings that differ without colour; classes take them in palette order. */
const hatchings: readonly ((c: OffscreenCanvasRenderingContext2D, n: number) => void)[] = [
  (c, n) => lines(c, [0, n, n, 0]),
  (c, n) => lines(c, [0, 0, n, n]),
  (c, n) => lines(c, [0, n / 2, n, n / 2]),
  (c, n) => lines(c, [n / 2, 0, n / 2, n]),
  (c, n) => c.fillRect(n / 2 - 1, n / 2 - 1, 2.5, 2.5),
  (c, n) => lines(c, [0, n / 2, n, n / 2], [n / 2, 0, n / 2, n]),
  (c, n) => lines(c, [0, 0, n, n], [0, n, n, 0]),
];

function lines(c: OffscreenCanvasRenderingContext2D, ...segments: [number, number, number, number][]): void {
  c.beginPath();
  for (const [x0, y0, x1, y1] of segments) {
    // A little over the edge, so that neighbouring tiles join.
    const [dx, dy] = [(x1 - x0) * 0.1, (y1 - y0) * 0.1];
    c.moveTo(x0 - dx, y0 - dy);
    c.lineTo(x1 + dx, y1 + dy);
  }
  c.stroke();
}

export function hatch(color: string, index: number, dpr: number): CanvasPattern | null {
  const n = Math.round(9 * dpr);
  const c = new OffscreenCanvas(n, n).getContext('2d')!;
  c.strokeStyle = c.fillStyle = withAlpha(color, 0.75);
  c.lineWidth = dpr;
  hatchings[index % hatchings.length]!(c, n);
  return c.createPattern(c.canvas, 'repeat');
}
