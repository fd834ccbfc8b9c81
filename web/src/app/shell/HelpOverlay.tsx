import { Modal, SimpleGrid, Text } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Keycaps } from '../../ui/Keycap';
import { useActiveShortcuts, type Shortcut } from '../hotkeys/shortcuts';
import classes from './HelpOverlay.module.css';

let opened = false;
const listeners = new Set<() => void>();
const setOpened = (next: boolean) => {
  opened = next;
  listeners.forEach((listener) => listener());
};
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const openHelp = () => setOpened(true);

/** Every key that does something now, by group; made from the shortcuts themselves, so that it cannot be out of date. */
export function HelpOverlay() {
  const { t } = useTranslation('shell');
  const isOpened = useSyncExternalStore(subscribe, () => opened);
  const shortcuts = useActiveShortcuts();
  const groups = new Map<string, Shortcut[]>();
  for (const shortcut of shortcuts) groups.set(shortcut.group, [...(groups.get(shortcut.group) ?? []), shortcut]);
  return (
    <Modal opened={isOpened} onClose={() => setOpened(false)} title={t('shortcuts')} size="lg" closeButtonProps={{ 'aria-label': t('close') }}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
        {[...groups].map(([group, items]) => (
          <section key={group}>
            <Text component="h3" fw={600} size="sm" mb={4}>{group}</Text>
            <dl className={classes.list}>
              {items.map((shortcut) => (
                <div key={shortcut.keys + shortcut.label}>
                  <dt>{shortcut.label}</dt>
                  <dd><Keycaps keys={shortcut.keys} /></dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </SimpleGrid>
    </Modal>
  );
}
