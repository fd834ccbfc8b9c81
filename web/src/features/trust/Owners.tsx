import { Anchor, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import type { OwnerRegister } from '../../lib/contracts';
import { ButtonLink } from '../../ui/links';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { ownersQuery } from './api/ownersQuery';
import { receiptUrl } from './api/receiptUrl';
import { Section } from './Section';
import classes from './Trust.module.css';
import { Verdict } from './Verdict';

/** Who owns the host, and what is announced: time to leave before it is so. */
export function Owners() {
  const { t } = useTranslation('trust');
  const { dateTime, number } = useFormats();
  const query = useQuery(ownersQuery());
  const owners = query.data;
  return (
    <Section title={t('owners.title')} text={t('owners.text')}>
      <ProblemAlert error={query.error} />
      {query.isPending && <Skeleton h={80} />}
      {owners !== undefined && (
        <Stack gap="md">
          {owners.current === undefined ? <Text size="sm" c="dimmed">{t('owners.none')}</Text> : <Register register={owners.current} />}
          {owners.current?.effectiveAt !== undefined && <Text size="xs" c="dimmed">{t('owners.version', { version: owners.current.version, at: dateTime(owners.current.effectiveAt) })}</Text>}
          {owners.coming !== undefined && (
            <Verdict tone="waiting" title={owners.coming.effectiveAt === undefined ? t('owners.comingWaits', { version: owners.coming.version }) : t('owners.coming', { version: owners.coming.version, at: dateTime(owners.coming.effectiveAt) })}>
              <Text size="sm" mb="xs">{t('owners.comingText')}</Text>
              <Register register={owners.coming} />
              <Text size="xs" c="dimmed" my="xs" style={{ overflowWrap: 'anywhere' }}>
                sha256:{owners.coming.hash}
                {owners.comingEntry !== undefined && <> · <Anchor inherit href={receiptUrl(owners.comingEntry)} download={`entry-${owners.comingEntry}.tlog-proof`}>{t('seen.place', { index: number(owners.comingEntry) })}</Anchor></>}
              </Text>
              <ButtonLink size="xs" variant="default" to="/trust/leave">{t('owners.leave')}</ButtonLink>
            </Verdict>
          )}
        </Stack>
      )}
    </Section>
  );
}

function Register({ register }: { register: OwnerRegister }) {
  const { t } = useTranslation('trust');
  const { percent, list } = useFormats();
  if (register.owners.length === 0) return <Text size="sm" c="dimmed">{t('owners.none')}</Text>;
  return (
    <ul className={classes.list}>
      {register.owners.map((owner, i) => (
        <li key={i}>
          <span className={classes.grow}><strong>{owner.name}</strong><br /><small>{t(`owners.kind.${owner.kind}`)}{owner.interests.length > 0 && ` · ${t('owners.interests', { names: list(owner.interests) })}`}</small></span>
          {owner.share !== undefined && <span>{percent(owner.share / 100, 2)}</span>}
        </li>
      ))}
    </ul>
  );
}
