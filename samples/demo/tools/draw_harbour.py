#!/usr/bin/env python3
"""Draws the demo's twelve harbour pictures, and what a (clumsy) model says about them.

    ./draw_harbour.py            writes ../images/*.jpg and ../images/predictions.json

Everything is drawn here from numbers: nobody else's work is in the pictures, and they are CC0. Needs chromium (draws the SVG) and ffmpeg
(makes the JPEG). The same seed gives the same pictures.
"""
import json
import pathlib
import random
import subprocess
import tempfile

WIDTH, HEIGHT, PICTURES = 960, 640, 12
OUT = pathlib.Path(__file__).resolve().parent.parent / "images"
SKIES = [("#bfe3f5", "#fdf1dc"), ("#f7c59f", "#fdeedb"), ("#9fc5e8", "#e8f1f8"), ("#d9c7e8", "#fbe3d6"), ("#c8d6df", "#eef2f3"), ("#28406b", "#e39a72")]
SAILS = ["#ffffff", "#f6e7cb", "#d1495b", "#edae49", "#00798c", "#f4f1de"]
HULLS = ["#2f4858", "#7d2e2e", "#24506b", "#e8e4da", "#3b6b4b", "#54428e"]


def boat(r, x, y, s):
    """A sailing boat whose keel's middle is at (x, y); returns the SVG and its box."""
    sail, hull = r.choice(SAILS), r.choice(HULLS)
    w, h, mast = 90 * s, 22 * s, 118 * s
    flip = r.choice([1, -1])
    jib = "" if r.random() < 0.3 else f'<path d="M{x - flip * 5 * s},{y - h - mast + 14 * s} L{x - flip * 36 * s},{y - h - 4 * s} L{x - flip * 5 * s},{y - h - 4 * s} Z" fill="{r.choice(SAILS)}" opacity=".95"/>'
    svg = f'''<g><ellipse cx="{x}" cy="{y + 3 * s}" rx="{w * .62}" ry="{6 * s}" fill="#0b2b40" opacity=".18"/>
<path d="M{x - w / 2},{y - h} L{x + w / 2},{y - h} Q{x + w * .40},{y} {x + w * .28},{y} L{x - w * .30},{y} Q{x - w * .44},{y - 2 * s} {x - w / 2},{y - h} Z" fill="{hull}"/>
<path d="M{x - w * .48},{y - h * .72} L{x + w * .47},{y - h * .72}" stroke="#fff" stroke-width="{2.4 * s}" opacity=".6"/>
<line x1="{x}" y1="{y - h}" x2="{x}" y2="{y - h - mast}" stroke="#5b4636" stroke-width="{3 * s}"/>
<path d="M{x + flip * 4 * s},{y - h - mast + 6 * s} Q{x + flip * 46 * s},{y - h - mast * .45} {x + flip * 42 * s},{y - h - 6 * s} L{x + flip * 4 * s},{y - h - 6 * s} Z" fill="{sail}"/>{jib}</g>'''
    return svg, (x - w / 2, y - h - mast, w, h + mast)


def heron(r, x, y, s):
    """A heron that stands in the water at (x, y)."""
    f = r.choice([1, -1])
    body = "#8fa3b3" if r.random() < 0.7 else "#f3f3ef"
    X = lambda d: x + f * d * s
    Y = lambda d: y - d * s
    svg = f'''<g><ellipse cx="{x}" cy="{y}" rx="{17 * s}" ry="{3.4 * s}" fill="#0b2b40" opacity=".2"/>
<path d="M{X(-3)},{Y(0)} L{X(-2)},{Y(36)} M{X(5)},{Y(0)} L{X(3)},{Y(36)}" stroke="#6b5d3f" stroke-width="{2.2 * s}" fill="none"/>
<path d="M{X(-26)},{Y(36)} Q{X(-8)},{Y(58)} {X(14)},{Y(56)} Q{X(18)},{Y(42)} {X(4)},{Y(35)} Q{X(-10)},{Y(30)} {X(-26)},{Y(36)} Z" fill="{body}"/>
<path d="M{X(-26)},{Y(36)} Q{X(-6)},{Y(52)} {X(8)},{Y(50)} Q{X(-4)},{Y(36)} {X(-26)},{Y(36)} Z" fill="#5d6f7d" opacity=".8"/>
<path d="M{X(12)},{Y(52)} Q{X(27)},{Y(64)} {X(16)},{Y(80)} Q{X(10)},{Y(89)} {X(17)},{Y(96)}" stroke="{body}" stroke-width="{6 * s}" fill="none" stroke-linecap="round"/>
<circle cx="{X(18)}" cy="{Y(97)}" r="{5.4 * s}" fill="#f5f5f0"/>
<path d="M{X(8)},{Y(100)} Q{X(16)},{Y(104)} {X(22)},{Y(99)}" stroke="#22303a" stroke-width="{2.6 * s}" fill="none"/>
<path d="M{X(22)},{Y(99)} L{X(44)},{Y(94)} L{X(22)},{Y(94)} Z" fill="#e0a030"/><circle cx="{X(19.5)}" cy="{Y(98)}" r="{1.1 * s}" fill="#111"/></g>'''
    left, right = min(X(-26), X(44)), max(X(-26), X(44))
    return svg, (left, Y(103), right - left, 103 * s)


def buoy(r, x, y, s):
    color = r.choice(["#d1342f", "#2f8f4e", "#e8b21e"])
    svg = f'''<g><ellipse cx="{x}" cy="{y}" rx="{20 * s}" ry="{4.5 * s}" fill="#0b2b40" opacity=".22"/>
<path d="M{x - 15 * s},{y} Q{x},{y + 7 * s} {x + 15 * s},{y} L{x + 9 * s},{y - 30 * s} L{x - 9 * s},{y - 30 * s} Z" fill="{color}"/>
<path d="M{x - 12.4 * s},{y - 13 * s} L{x + 12.4 * s},{y - 13 * s} L{x + 10.6 * s},{y - 22 * s} L{x - 10.6 * s},{y - 22 * s} Z" fill="#fff" opacity=".9"/>
<line x1="{x}" y1="{y - 30 * s}" x2="{x}" y2="{y - 43 * s}" stroke="#333" stroke-width="{2.2 * s}"/><circle cx="{x}" cy="{y - 46 * s}" r="{4 * s}" fill="#ffe9a8" stroke="#333" stroke-width="{1.2 * s}"/></g>'''
    return svg, (x - 15 * s, y - 50 * s, 30 * s, 53 * s)


def scene(r, n):
    top, low = SKIES[n % len(SKIES)]
    horizon = r.randint(215, 265)
    parts = [f'''<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"><defs>
<linearGradient id="sky" x2="0" y2="1"><stop offset="0" stop-color="{top}"/><stop offset="1" stop-color="{low}"/></linearGradient>
<linearGradient id="sea" x2="0" y2="1"><stop offset="0" stop-color="#8fb8c4"/><stop offset="1" stop-color="#1f5a75"/></linearGradient></defs>
<rect width="{WIDTH}" height="{HEIGHT}" fill="url(#sky)"/><circle cx="{r.randint(120, 840)}" cy="{r.randint(60, 170)}" r="{r.randint(24, 44)}" fill="#fff6d8" opacity=".9"/>''']
    for _ in range(4):
        cx, cy = r.randint(0, WIDTH), r.randint(30, 150)
        parts += [f'<ellipse cx="{cx + d}" cy="{cy + e}" rx="{w}" ry="{w * .3}" fill="#fff" opacity=".45"/>' for d, e, w in [(0, 0, 70), (-46, 8, 45), (50, 7, 52)]]
    for shade, lift in (("#93a9ad", 62), ("#6f8b86", 34)):
        points = " ".join(f"{x},{horizon - r.randint(lift // 4, lift)}" for x in range(0, WIDTH + 80, 80))
        parts.append(f'<polygon points="0,{horizon + 2} {points} {WIDTH},{horizon + 2}" fill="{shade}" opacity=".8"/>')
    parts.append(f'<rect y="{horizon}" width="{WIDTH}" height="{HEIGHT - horizon}" fill="url(#sea)"/>')
    for _ in range(70):
        y = r.randint(horizon + 6, HEIGHT - 4)
        w = 14 + 70 * (y - horizon) / (HEIGHT - horizon)
        x = r.randint(-20, WIDTH)
        parts.append(f'<path d="M{x},{y} q{w / 4},-4 {w / 2},0 t{w / 2},0" stroke="#e8f4f6" stroke-width="1.6" fill="none" opacity="{r.uniform(.15, .5):.2f}"/>')

    placed, objects = [], []
    wanted = [("boat", boat)] * r.randint(2, 4) + [("heron", heron)] * r.randint(1, 3) + [("buoy", buoy)] * r.randint(1, 3)
    for name, draw in wanted:
        for _ in range(200):
            y = r.randint(horizon + 60, HEIGHT - 16) if name != "heron" else r.randint(horizon + 150, HEIGHT - 12)
            s = 0.45 + 1.05 * (y - horizon) / (HEIGHT - horizon)
            svg, box = draw(r, r.randint(60, WIDTH - 60), y, s)
            x, top_, w, h = box
            clear = all(x > bx + bw + 8 or bx > x + w + 8 or top_ > by + bh + 8 or by > top_ + h + 8 for bx, by, bw, bh in placed)
            if clear and x > 4 and top_ > 4 and x + w < WIDTH - 4 and top_ + h < HEIGHT - 2:
                placed.append(box)
                objects.append((y, name, svg, box))
                break
    parts += [svg for _, _, svg, _ in sorted(objects, key=lambda o: o[0])]
    parts.append("</svg>")
    return "".join(parts), [(name, box) for _, name, _, box in objects]


def predicted(r, objects):
    """What a model would say: mostly right, a little off, now and then missing, wrong, or of a wave."""
    for name, (x, y, w, h) in objects:
        if r.random() < 0.12:
            continue
        off = lambda size: r.gauss(0, size * 0.04)
        x, y, w, h = x + off(w), y + off(h), w + off(w), h + off(h)
        said = name if r.random() < 0.92 else r.choice(["boat", "heron", "buoy"])
        yield said, (max(x, 0), max(y, 0), min(w, WIDTH - x), min(h, HEIGHT - y)), r.uniform(0.62, 0.98)
    if r.random() < 0.3:
        yield "buoy", (r.randint(40, 880), r.randint(430, 560), 26, 44), r.uniform(0.35, 0.5)


def main():
    r = random.Random(20250601)
    OUT.mkdir(exist_ok=True)
    names = ["boat", "heron", "buoy"]
    coco = {"images": [], "annotations": [], "categories": [{"id": i + 1, "name": n} for i, n in enumerate(names)]}
    with tempfile.TemporaryDirectory() as temporary:
        for n in range(PICTURES):
            svg, objects = scene(r, n)
            page, png, name = pathlib.Path(temporary, "p.html"), pathlib.Path(temporary, "p.png"), f"harbour-{n + 1:02}.jpg"
            page.write_text(f"<style>*{{margin:0}}</style>{svg}")
            subprocess.run(
                ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={WIDTH},{HEIGHT}", f"--screenshot={png}", page.as_uri()],
                check=True, capture_output=True)
            subprocess.run(
                ["ffmpeg", "-v", "error", "-y", "-i", png, "-vf", f"crop={WIDTH}:{HEIGHT}:0:0", "-pix_fmt", "yuvj420p", "-q:v", "4", "-map_metadata", "-1", OUT / name],
                check=True)
            coco["images"].append({"id": n + 1, "file_name": name, "width": WIDTH, "height": HEIGHT})
            for said, box, score in predicted(r, objects):
                box = [round(v, 1) for v in box]
                coco["annotations"].append({
                    "id": len(coco["annotations"]) + 1, "image_id": n + 1, "category_id": names.index(said) + 1, "bbox": box,
                    "area": round(box[2] * box[3], 1), "iscrowd": 0, "score": round(score, 3)})
    (OUT / "predictions.json").write_text(json.dumps(coco, indent=1) + "\n")


main()
