import { ColorInput, Popover, SimpleGrid, Stack, UnstyledButton } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './ColorButton.module.css';
import { palette } from './edits';

export function ColorButton({ value, onChange, label }: { value: string; onChange: (next: string) => void; label: string }) {
  const { t } = useTranslation('ontology');
  return (
    <Popover position="bottom-start" shadow="md" trapFocus>
      <Popover.Target>
        <UnstyledButton className={classes.swatch} aria-label={label}><span style={{ background: value }} /></UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p="xs" w={220}>
        <Stack gap="xs">
          <SimpleGrid cols={6} spacing={4}>
            {palette.map((color) => (
              <UnstyledButton key={color} className={classes.swatch} aria-label={color} aria-pressed={color === value} onClick={() => onChange(color)}>
                <span style={{ background: color }}>{color === value && <IconCheck size={14} color="#fff" />}</span>
              </UnstyledButton>
            ))}
          </SimpleGrid>
          <ColorInput size="xs" label={t('otherColor')} value={value} onChange={onChange} format="hex" withPicker={false} withEyeDropper={false} />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
