import { Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './EmptyState.module.css';

/** Nothing is here yet: says why, and what to do next. */
export function EmptyState({ icon, title, children, action }: { icon?: ReactNode; title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <Stack className={classes.root} align="center" gap={6}>
      {icon !== undefined && <span className={classes.icon} aria-hidden="true">{icon}</span>}
      <Text component="h2" m={0} fw={600} size="md">{title}</Text>
      {children !== undefined && <Text c="dimmed" size="sm" ta="center" maw={440} component="div">{children}</Text>}
      {action !== undefined && <Group mt="sm" gap="xs" justify="center">{action}</Group>}
    </Stack>
  );
}
