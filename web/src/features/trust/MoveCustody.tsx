import { Button, Group, NumberInput, PasswordInput, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { custodianKinds, type Custodian, type CustodySummary } from '../../lib/contracts';
import { CopyField } from '../../ui/CopyField';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { changeCustody } from './api/changeCustody';
import { custodyQuery } from './api/custodyQuery';
import { Section } from './Section';
import classes from './Trust.module.css';

/** Hands the outer key to another custodian: the customer's own agent, a cloud's, or back to the host. */
export function MoveCustody({ custody }: { custody: CustodySummary }) {
  const { t } = useTranslation(['trust', 'common']);
  const queries = useQueryClient();
  const [opened, setOpened] = useState(false);
  const [kind, setKind] = useState<Custodian['kind']>('agent');
  const [address, setAddress] = useState('');
  const [publicKey, setPublicKey] = useState('');
  const [keyId, setKeyId] = useState('');
  const [region, setRegion] = useState('');
  const [accessKeyId, setAccessKeyId] = useState('');
  const [secretAccessKey, setSecret] = useState('');
  const [ttl, setTtl] = useState<number | string>(custody.ttlSeconds);
  const move = useMutation({
    mutationFn: changeCustody,
    onSuccess: () => {
      setOpened(false);
      setSecret('');
      void queries.invalidateQueries({ queryKey: custodyQuery().queryKey });
    },
  });
  const custodian: Custodian = kind === 'installation' ? { kind } : kind === 'agent' ? { kind, address: address.trim(), publicKey: publicKey.trim() }
    : { kind, keyId: keyId.trim(), region: region.trim(), accessKeyId: accessKeyId.trim() || undefined, secretAccessKey: secretAccessKey || undefined };
  const isComplete = kind === 'installation' || (kind === 'agent' ? address.trim() !== '' && publicKey.trim() !== '' : keyId.trim() !== '' && region.trim() !== '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    move.mutate({ custodian, ttlSeconds: Number(ttl), background: custody.background });
  };
  return (
    <Section title={t('keys.move')} text={t('keys.moveText')} actions={!opened && <Button size="xs" variant="default" onClick={() => setOpened(true)}>{t('keys.moveOpen')}</Button>}>
      {opened && (
        <form className={classes.panel} onSubmit={submit}>
          <Stack gap="sm" maw={560}>
            <Select
              label={t('keys.custodian')} allowDeselect={false} value={kind} onChange={(next) => setKind(custodianKinds.find((k) => k === next) ?? 'agent')}
              data={custodianKinds.map((k) => ({ value: k, label: t(`keys.custodianKind.${k}`) }))}
            />
            {kind === 'agent' && (
              <>
                <CopyField label={t('keys.serverKey')} value={custody.serverKey} />
                <TextInput label={t('keys.address')} description={t('keys.addressHint')} type="url" value={address} onChange={(event) => setAddress(event.currentTarget.value)} />
                <TextInput label={t('keys.publicKey')} description={t('keys.publicKeyHint')} value={publicKey} onChange={(event) => setPublicKey(event.currentTarget.value)} />
              </>
            )}
            {kind === 'aws_kms' && (
              <>
                <TextInput label={t('keys.keyId')} placeholder="arn:aws:kms:…" value={keyId} onChange={(event) => setKeyId(event.currentTarget.value)} />
                <TextInput label={t('keys.region')} placeholder="eu-central-1" value={region} onChange={(event) => setRegion(event.currentTarget.value)} />
                <TextInput label={t('keys.accessKeyId')} description={t('keys.accessKeyHint')} autoComplete="off" value={accessKeyId} onChange={(event) => setAccessKeyId(event.currentTarget.value)} />
                {accessKeyId !== '' && <PasswordInput label={t('keys.secretAccessKey')} autoComplete="off" value={secretAccessKey} onChange={(event) => setSecret(event.currentTarget.value)} />}
              </>
            )}
            {kind !== 'installation' && <NumberInput label={t('keys.seconds')} description={t('keys.secondsHint')} min={0} max={900} allowDecimal={false} w={200} value={ttl} onChange={setTtl} />}
            <ProblemAlert error={move.error} />
            <Group gap="xs">
              <Button type="submit" loading={move.isPending} disabled={!isComplete || ttl === ''}>{t('keys.moveNow')}</Button>
              <Button variant="default" onClick={() => setOpened(false)}>{t('common:cancel')}</Button>
            </Group>
          </Stack>
        </form>
      )}
    </Section>
  );
}
