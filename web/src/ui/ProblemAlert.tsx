import { Alert, Button, List, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ProblemError } from '../lib/problem';
import { NotOpen, Tombstone } from './Tombstone';
import { useProblemText } from './useProblemText';

/** An error where it happened, with the places that are wrong and a way to try again. */
export function ProblemAlert({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const describe = useProblemText();
  if (error === null || error === undefined) return null;
  if (error instanceof ProblemError && error.status === 451) return <Tombstone />;
  if (error instanceof ProblemError && error.code === 'not_eligible') return <NotOpen />;
  const { title, detail } = describe(error);
  const places = error instanceof ProblemError ? error.errors : [];
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle size={18} />} title={title} role="alert" styles={{ title: { color: 'var(--mantine-color-error)' } }}>
      {detail !== undefined && <Text size="sm">{detail}</Text>}
      {places.length > 0 && (
        <List size="sm" mt={4} spacing={2}>
          {places.slice(0, 8).map((place) => (
            <List.Item key={`${place.path} ${place.reason}`}>
              <code>{place.path}</code> {place.reason}
            </List.Item>
          ))}
          {places.length > 8 && <List.Item>{t('andMore', { count: places.length - 8 })}</List.Item>}
        </List>
      )}
      {onRetry !== undefined && <Button mt="xs" size="xs" variant="default" onClick={onRetry}>{t('retry')}</Button>}
    </Alert>
  );
}
