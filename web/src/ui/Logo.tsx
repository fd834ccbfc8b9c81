/** Two rooms and the wall between them. */
export function LogoMark({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d="M11 1.5v18.6A9.3 9.3 0 0 1 11 1.5Z" fill="var(--cl-accent-text)" />
      <path d="M13 3.9v18.6a9.3 9.3 0 0 0 0-18.6Z" fill="var(--cl-accent-text)" fillOpacity=".45" />
    </svg>
  );
}

export function Logo() {
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center', gap: 8, fontWeight: 650, letterSpacing: '-0.015em', fontSize: 15 }}>
      <LogoMark />
      Cloison
    </span>
  );
}
