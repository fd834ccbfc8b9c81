import { Button, Group, Paper, PasswordInput, Stack, Text } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState, useSyncExternalStore, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { proveByPassword } from '../../features/session/api/prove';
import { proofGate } from '../../lib/proofGate';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { canUsePasskeys, isPasskeyCancelled, proveWithPasskey } from './passkeys';
import classes from './ProofPanel.module.css';

/** "Is it still you?", in a corner: nothing is in the way, and what was asked for goes on when it is answered. */
export function ProofPanel() {
  const asked = useSyncExternalStore(proofGate.subscribe, proofGate.isAsked);
  return asked ? <Proof /> : null;
}

function Proof() {
  const { t } = useTranslation(['session', 'common']);
  const title = useId();
  const [password, setPassword] = useState('');
  const before = useRef(document.activeElement);
  const done = () => proofGate.settle(true);
  const byPassword = useMutation({ mutationFn: () => proveByPassword({ password }), onSuccess: done });
  const byPasskey = useMutation({ mutationFn: proveWithPasskey, onSuccess: done });
  // Back to where the person was.
  useEffect(() => {
    const element = before.current;
    return () => { if (element instanceof HTMLElement) element.focus(); };
  }, []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    byPasskey.reset();
    byPassword.mutate();
  };
  return (
    <Paper component="section" role="dialog" aria-labelledby={title} withBorder shadow="md" className={classes.panel} onKeyDown={(event) => { if (event.key === 'Escape') proofGate.settle(false); }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <div>
            <Text fw={600} id={title}>{t('proofTitle')}</Text>
            <Text size="sm" c="dimmed">{t('proofText')}</Text>
          </div>
          <ProblemAlert error={byPassword.error ?? (isPasskeyCancelled(byPasskey.error) ? null : byPasskey.error)} />
          <PasswordInput
            label={t('password')} name="password" autoComplete="current-password" required withAsterisk={false} autoFocus
            value={password} onChange={(event) => setPassword(event.currentTarget.value)} visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
          />
          <Group gap="xs">
            <Button type="submit" loading={byPassword.isPending} disabled={password === ''}>{t('prove')}</Button>
            {canUsePasskeys() && <Button variant="default" leftSection={<IconFingerprint size={17} />} loading={byPasskey.isPending} onClick={() => { byPassword.reset(); byPasskey.mutate(); }}>{t('provePasskey')}</Button>}
            <Button variant="subtle" color="gray" onClick={() => proofGate.settle(false)}>{t('common:cancel')}</Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}
