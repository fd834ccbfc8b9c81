import { Kbd } from '@mantine/core';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { titleOf } from './Help';
import type { Keyboard } from './hotkeyHook';
import classes from './shell.module.css';

/** Every command by name. What was chosen runs when the palette has gone and the keyboard is back where it was. */
export function Palette({ keyboard, onClose }: { readonly keyboard: Keyboard; onClose(): void }) {
  const { t } = useTranslation('workbench');
  const id = useId();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const [before] = useState(() => (document.activeElement instanceof HTMLElement ? document.activeElement : undefined));
  useEffect(() => () => before?.focus({ preventScroll: true }), [before]);

  const found = useMemo(() => {
    const words = fold(query).split(/\s+/).filter(Boolean);
    const seen = new Set<string>();
    return keyboard.commands.filter((c) => {
      const title = fold(titleOf(c, t));
      if (seen.has(c.id) || c.id === 'work.palette' || !c.enabled() || !words.every((w) => title.includes(w)) || (c.unlisted && words.length === 0)) return false;
      seen.add(c.id);
      return true;
    }).slice(0, 60);
  }, [keyboard, query, t]);
  const current = Math.min(at, found.length - 1);
  useEffect(() => { list.current?.children[current]?.scrollIntoView({ block: 'nearest' }); }, [current]);

  const choose = (command: string | undefined): void => {
    onClose();
    if (command !== undefined) requestAnimationFrame(() => keyboard.run(command));
  };
  const onKeyDown = (e: KeyboardEvent): void => {
    if (e.nativeEvent.isComposing) return;
    if (e.key === 'ArrowDown') setAt(Math.min(found.length - 1, current + 1));
    else if (e.key === 'ArrowUp') setAt(Math.max(0, current - 1));
    else if (e.key === 'Enter') choose(found[current]?.id);
    else if (e.key === 'Escape' || (e.key.toLowerCase() === 'k' && (e.ctrlKey || e.metaKey))) onClose();
    else return;
    e.preventDefault();
    e.stopPropagation();
  };

  return (
    <div className={classes.palette} role="dialog" aria-label={t('work.palette')}>
      <input
        className={classes.paletteInput} role="combobox" aria-expanded aria-controls={`${id}-list`} aria-activedescendant={found[current] ? `${id}-${current}` : undefined}
        aria-label={t('work.palette')} placeholder={t('work.palettePlaceholder')} value={query} autoFocus
        onChange={(e) => { setQuery(e.currentTarget.value); setAt(0); }} onKeyDown={onKeyDown} onBlur={onClose}
      />
      <div ref={list} id={`${id}-list`} role="listbox" aria-label={t('work.palette')} className={classes.paletteList}>
        {found.map((c, i) => (
          <div key={c.id} id={`${id}-${i}`} role="option" aria-selected={i === current} className={classes.paletteItem} onPointerDown={(e) => { e.preventDefault(); choose(c.id); }} onPointerMove={() => setAt(i)}>
            <span>{titleOf(c, t)}</span>
            {keyboard.keyLabel(c.id) && <Kbd size="xs">{keyboard.keyLabel(c.id)}</Kbd>}
          </div>
        ))}
      </div>
      {found.length === 0 && <p className={classes.paletteNone}>{t('work.paletteNone')}</p>}
    </div>
  );
}

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
