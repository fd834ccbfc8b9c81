import { Box, Group, Text, Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';

/** A part of a page, with its title and one sentence of what it is. */
export function Section({ title, text, actions, children }: { title: string; text?: ReactNode; actions?: ReactNode; children?: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Group justify="space-between" align="flex-start" gap="xs" mb="xs">
        <Box style={{ flex: '1 1 300px', minWidth: 0 }}>
          <Title order={2} id={id}>{title}</Title>
          {text !== undefined && <Text size="sm" c="dimmed" maw={680}>{text}</Text>}
        </Box>
        {actions}
      </Group>
      {children}
    </section>
  );
}
