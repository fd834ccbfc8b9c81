/** A street, drawn from its id, 640 by 360. */
export function scene(id: string): string {
  let hash = 0;
  for (const char of id) hash = (hash * 33 + char.charCodeAt(0)) >>> 0;
  const shift = (hash % 40) - 20;
  const sky = ['#a9c4d4', '#c9b8a8', '#9fb0c4', '#d2c6b0'][hash % 4];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360" width="640" height="360">
  <rect width="640" height="360" fill="${sky}"/>
  <path d="M0 210 90 150 200 190 330 ${120 + shift} 470 190 640 140V360H0Z" fill="#7f9a8c"/>
  <rect x="420" y="${60 + shift}" width="60" height="150" fill="#8d8478"/><rect x="560" y="70" width="80" height="150" fill="#77706a"/>
  <path d="M0 250H640V360H0Z" fill="#5d646b"/><path d="M0 312H640" stroke="#d9d3b0" stroke-width="4" stroke-dasharray="34 26"/>
  <path d="M70 286v-32l22-28h70l28 28h24v32Z" fill="#b5473c"/><circle cx="104" cy="288" r="15" fill="#24292e"/><circle cx="186" cy="288" r="15" fill="#24292e"/>
  <circle cx="304" cy="206" r="11" fill="#e6c9a8"/><path d="M290 220h28l6 44h-8l-2 30h-20l-2-30h-8Z" fill="#3f3a52"/>
  <path d="M520 96 548 112v30l-28 16-28-16v-30Z" fill="#c0392b" stroke="#fff" stroke-width="4"/><path d="M518 158h5v110h-5Z" fill="#444"/>
  </svg>`;
}
