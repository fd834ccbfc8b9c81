import { Button, Container, Group, Stack, Text, Title } from '@mantine/core';
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ProblemError } from '../../lib/problem';
import { LogoMark } from '../../ui/Logo';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { NotFoundPage } from './NotFoundPage';

export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  if (error instanceof ProblemError && error.status === 404) return <NotFoundPage />;
  if (error instanceof ProblemError && (error.status === 451 || error.code === 'not_eligible')) return <Container size={640} py={64}><ProblemAlert error={error} /></Container>;
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return (
    <Container size={560} py={64}>
      <Stack gap="md">
        <LogoMark size={36} />
        <Title order={1}>{t('crashTitle')}</Title>
        {error instanceof ProblemError ? <ProblemAlert error={error} /> : <Text c="dimmed">{t('crashText')}</Text>}
        <Group>
          <Button onClick={retry}>{t('retry')}</Button>
          <Button variant="default" onClick={() => window.location.assign('/')}>{t('goHome')}</Button>
        </Group>
      </Stack>
    </Container>
  );
}
