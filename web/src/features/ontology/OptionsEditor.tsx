import { ActionIcon, Button, Group, Text, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useRef, type ClipboardEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Option } from '../../lib/contracts';
import { nextHotkey } from './edits';
import { useErrorAt } from './errors';
import { HotkeyInput } from './HotkeyInput';

export function OptionsEditor({ value, onChange, path }: { value: Option[]; onChange: (next: Option[]) => void; path: string }) {
  const { t } = useTranslation('ontology');
  const errorAt = useErrorAt();
  const list = useRef<HTMLDivElement>(null);
  const change = (i: number, part: Partial<Option>) => onChange(value.map((option, j) => (j === i ? { ...option, ...part } : option)));
  const focus = (i: number) => setTimeout(() => list.current?.querySelector<HTMLInputElement>(`[data-option="${i}"]`)?.focus(), 0);
  const addAfter = (i: number) => {
    // Keys are given on only where they are in use.
    const hotkey = value.some((option) => option.hotkey !== undefined) ? nextHotkey(value.map((option) => option.hotkey)) : undefined;
    onChange([...value.slice(0, i + 1), { value: '', hotkey }, ...value.slice(i + 1)]);
    focus(i + 1);
  };
  const removeAt = (i: number) => {
    onChange(value.filter((_, j) => j !== i));
    focus(Math.max(0, i - 1));
  };
  const onKeyDown = (i: number) => (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) { event.preventDefault(); addAfter(i); }
    else if (event.key === 'Backspace' && value[i]?.value === '') { event.preventDefault(); removeAt(i); }
  };
  const onPaste = (i: number) => (event: ClipboardEvent) => {
    const lines = event.clipboardData.getData('text').split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '');
    if (lines.length < 2) return;
    event.preventDefault();
    onChange([...value.slice(0, i), ...lines.map((line): Option => ({ value: line })), ...value.slice(i + 1)]);
  };
  return (
    <div ref={list}>
      <Text size="xs" fw={500} mb={2}>{t('options')}</Text>
      {errorAt(path) !== undefined && <Text size="xs" c="var(--mantine-color-error)" role="alert">{errorAt(path)}</Text>}
      {value.map((option, i) => {
        const label = option.value === '' ? t('optionNumber', { number: i + 1 }) : option.value;
        return (
          <Group key={i} gap={6} wrap="nowrap" mb={4} align="flex-start">
            <TextInput
              size="xs" flex={1} miw={0} aria-label={t('valueOf', { name: label })} placeholder={t('optionValue')} value={option.value} data-option={i} maxLength={200}
              error={errorAt(`${path}[${i}]`) ?? errorAt(`${path}[${i}].hotkey`)} onKeyDown={onKeyDown(i)} onPaste={onPaste(i)}
              onChange={(event) => change(i, { value: event.currentTarget.value })}
            />
            <TextInput
              size="xs" flex={1} miw={0} aria-label={t('titleOf', { name: label })} placeholder={t('shownAs')} value={option.title ?? ''} maxLength={200}
              onChange={(event) => change(i, { title: event.currentTarget.value || undefined })}
            />
            <HotkeyInput value={option.hotkey} label={t('hotkeyOf', { name: label })} error={errorAt(`${path}[${i}].hotkey`) !== undefined} onChange={(hotkey) => change(i, { hotkey })} />
            <ActionIcon aria-label={t('removeOf', { name: label })} onClick={() => removeAt(i)}><IconX size={15} /></ActionIcon>
          </Group>
        );
      })}
      <Button size="compact-xs" variant="subtle" leftSection={<IconPlus size={13} />} onClick={() => addAfter(value.length - 1)}>{t('addOption')}</Button>
    </div>
  );
}
