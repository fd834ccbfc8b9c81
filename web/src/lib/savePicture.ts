/** Gives the person a PNG of a drawing as it stands on the page, at twice its size. */
export async function savePicture(name: string, svg: SVGSVGElement): Promise<void> {
  const { width, height } = svg.getBoundingClientRect();
  const copy = svg.cloneNode(true) as SVGSVGElement;
  // The page's style sheets do not go along.
  const [from, to] = [[svg, ...svg.querySelectorAll<SVGElement>('*')], [copy, ...copy.querySelectorAll<SVGElement>('*')]];
  from.forEach((element, i) => {
    const style = getComputedStyle(element);
    for (const property of ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'opacity', 'font-family', 'font-size', 'font-weight', 'text-anchor'])
      to[i]?.setAttribute(property, style.getPropertyValue(property));
  });
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  const url = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(copy)], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [width * 2, height * 2];
    const context = canvas.getContext('2d');
    if (context === null) return;
    context.fillStyle = getComputedStyle(document.body).backgroundColor;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const link = document.createElement('a');
    link.href = canvas.toDataURL('image/png');
    link.download = name;
    link.click();
  } finally {
    URL.revokeObjectURL(url);
  }
}
