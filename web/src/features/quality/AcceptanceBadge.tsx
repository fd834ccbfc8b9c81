import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AcceptanceState } from '../../lib/contracts';

const colors: Record<AcceptanceState, string> = { open: 'blue', accepted: 'teal', refused: 'red', withdrawn: 'gray' };

export function AcceptanceBadge({ state }: { state: AcceptanceState }) {
  const { t } = useTranslation('quality');
  return <Badge size="sm" variant="light" color={colors[state]}>{t(`acceptance.state.${state}`)}</Badge>;
}
