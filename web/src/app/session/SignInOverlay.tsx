import { Modal, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { SignInForm } from '../../features/session/SignInForm';
import type { Me } from '../../lib/contracts';
import { sessionGate } from '../../lib/sessionGate';
import { meQuery } from '../../lib/api/meQuery';

/** The session has ended: sign in again on top of the page, which keeps everything, and its requests go on. */
export function SignInOverlay() {
  const { t } = useTranslation('session');
  const queries = useQueryClient();
  const closed = useSyncExternalStore(sessionGate.subscribe, sessionGate.isClosed);
  const before = queries.getQueryData(meQuery().queryKey);

  const goOn = (me: Me) => {
    // Somebody else must not see, nor send, what this page holds.
    if (before !== null && before !== undefined && (before.person !== me.person || before.customer?.id !== me.customer?.id)) {
      window.location.assign('/');
      return;
    }
    queries.setQueryData(meQuery().queryKey, me);
    sessionGate.open();
  };

  return (
    <Modal
      opened={closed} onClose={() => {}} withCloseButton={false} closeOnEscape={false} closeOnClickOutside={false}
      title={t('endedTitle')} zIndex={1000} size={400}
    >
      <Text c="dimmed" size="sm" mb="md">{t('endedText')}</Text>
      <SignInForm email={before?.email} onSignedIn={goOn} />
    </Modal>
  );
}
