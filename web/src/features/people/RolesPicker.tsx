import { Checkbox, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { roles, type Role } from '../../lib/contracts';

export function RolesPicker({ value, onChange, label }: { value: Role[]; onChange: (next: Role[]) => void; label: string }) {
  const { t } = useTranslation();
  return (
    <Checkbox.Group label={label} value={value} onChange={(next) => onChange(roles.filter((role) => next.includes(role)))}>
      <Stack gap={8} mt={6}>
        {roles.map((role) => <Checkbox key={role} size="xs" value={role} label={<span style={{ textTransform: 'capitalize' }}>{t(`role.${role}`)}</span>} description={t(`roleHint.${role}`)} />)}
      </Stack>
    </Checkbox.Group>
  );
}
