import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { EditorCore } from '../engine/core';
import classes from './ClassPalette.module.css';
import type { PanelProps } from './contract';
import { useSignal } from './useSignal';

/** The classes with their colours, keys and how often each is there; the pressed one is what is drawn next. */
export function ClassPalette({ core, keyLabel }: PanelProps<EditorCore>) {
  const { t } = useTranslation('workbench');
  useSignal(core.any);
  const { regions } = core;
  const counts = useMemo(() => {
    const found = new Map<string, number>();
    for (const { class: name } of regions) found.set(name, (found.get(name) ?? 0) + 1);
    return found;
  }, [regions]);
  return (
    <section className={classes.palette} aria-label={t('classes')}>
      <h3 className={classes.heading}>{t('classes')}</h3>
      <div className={classes.classes}>
        {(core.ontology.classes ?? []).map((c) => (
          <button
            key={c.name} type="button" className={classes.class} aria-pressed={core.canEdit && core.activeClass === c.name} aria-keyshortcuts={keyLabel(`class.${c.name}`)}
            // What is marked in a text must survive the press.
            onPointerDown={(e) => e.preventDefault()}
            onClick={() => core.chooseClass(c.name)}
          >
            <i className={classes.swatch} style={{ background: c.color }} />
            <span className={classes.name}>{c.title ?? c.name}</span>
            <span className={classes.count}>{counts.get(c.name) ?? ''}</span>
            {keyLabel(`class.${c.name}`) && <kbd className={classes.kbd} aria-hidden>{keyLabel(`class.${c.name}`)}</kbd>}
          </button>
        ))}
      </div>
    </section>
  );
}
