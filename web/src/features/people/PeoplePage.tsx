import { Button, Skeleton, Stack } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { peopleQuery } from './api/peopleQuery';
import { InviteForm } from './InviteForm';
import { Invitations } from './Invitations';
import { PeopleTable } from './PeopleTable';

export function PeoplePage() {
  const { t } = useTranslation('people');
  const people = useQuery(peopleQuery());
  const [inviting, setInviting] = useState(false);
  return (
    <>
      <PageHeader
        title={t('title')} description={t('description')}
        actions={!inviting && <Button leftSection={<IconUserPlus size={16} />} onClick={() => setInviting(true)}>{t('invite')}</Button>}
      />
      <Stack gap="xl">
        {inviting && <InviteForm onClose={() => setInviting(false)} />}
        {people.isError && <ProblemAlert error={people.error} onRetry={() => void people.refetch()} />}
        {people.isPending && <Stack gap={8}>{[0, 1, 2, 3].map((i) => <Skeleton key={i} h={44} />)}</Stack>}
        {people.data !== undefined && <PeopleTable people={people.data} />}
        <Invitations />
      </Stack>
    </>
  );
}
