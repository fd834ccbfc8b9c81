import { Box, Group, Text, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';

/** The title of a page, also the browser tab's, with what can be done. */
export function PageHeader({ title, description, actions, before }: { title: string; description?: ReactNode; actions?: ReactNode; before?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Cloison`;
  }, [title]);
  return (
    <Box component="header" mb="md">
      {before}
      <Group justify="space-between" align="flex-start" gap="sm" wrap="wrap">
        <Box style={{ minWidth: 0, flex: '1 1 240px' }}>
          <Title order={1} style={{ overflowWrap: 'anywhere' }}>{title}</Title>
          {description !== undefined && <Text c="dimmed" size="sm" mt={2} maw={720}>{description}</Text>}
        </Box>
        {actions !== undefined && <Group gap="xs">{actions}</Group>}
      </Group>
    </Box>
  );
}
