import { Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ontology } from '../../lib/contracts';
import { ClassRow } from './ClassRow';
import { changeClass, move, nest, newClass, removeClass } from './edits';

/** Enter adds a class below, Backspace in an empty name removes it, Alt+arrows move it; a pasted list becomes many classes. */
export function ClassesEditor({ value, onChange }: { value: Ontology; onChange: (next: Ontology) => void }) {
  const { t } = useTranslation('ontology');
  const classes = value.classes ?? [];
  const list = useRef<HTMLDivElement>(null);
  const count = useRef(classes.length);

  // A class that was just added wants its name.
  useEffect(() => {
    if (classes.length > count.current && classes.at(-1)?.name === '') {
      const inputs = list.current?.querySelectorAll<HTMLInputElement>('[data-class-name]');
      [...(inputs ?? [])].find((input) => input.dataset['className'] === String(classes.length - 1))?.focus();
    }
    count.current = classes.length;
  });

  const focusName = (index: number) => setTimeout(() => list.current?.querySelector<HTMLInputElement>(`[data-class-name="${index}"]`)?.focus(), 0);
  const add = () => onChange({ ...value, classes: [...classes, newClass(value, '')] });
  const addMany = (index: number, names: string[]) => {
    let next = changeClass(value, index, { name: names[0] ?? '' });
    for (const name of names.slice(1)) next = { ...next, classes: [...(next.classes ?? []), newClass(next, name)] };
    onChange(next);
  };

  if (classes.length === 0) return <Text size="sm" c="dimmed">{t('noClasses')}</Text>;
  return (
    <div ref={list}>
      {nest(classes).map(({ index, depth }) => (
        <ClassRow
          key={index} index={index} depth={depth} ontology={value}
          onChange={(part) => onChange(changeClass(value, index, part))}
          onRemove={() => { onChange(removeClass(value, index)); if (index > 0) focusName(index - 1); }}
          onMove={(by) => { onChange({ ...value, classes: move(classes, index, index + by) }); focusName(Math.min(classes.length - 1, Math.max(0, index + by))); }}
          onAddBelow={add}
          onPasteNames={(names) => addMany(index, names)}
        />
      ))}
    </div>
  );
}
