import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { IconCertificate, IconDownload } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { may } from '../../app/session/permissions';
import { useMe } from '../../app/session/useMe';
import { saveText } from '../../lib/saveText';
import { EmptyState } from '../../ui/EmptyState';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { certificatesQuery } from './api/certificatesQuery';
import { logQuery } from './api/logQuery';
import { makeCertificate } from './api/makeCertificate';
import { receiptUrl } from './api/receiptUrl';
import { CheckFile } from './CheckFile';
import classes from './Trust.module.css';

/** Papers to show: who was exposed, that none of them serves a rival. Signed by the log, and in it. */
export function CertificatesPage() {
  const { t } = useTranslation('trust');
  const { dateTime, number } = useFormats();
  const me = useMe();
  const queries = useQueryClient();
  const log = useQuery(logQuery());
  const query = useQuery(certificatesQuery());
  const make = useMutation({ mutationFn: makeCertificate, onSuccess: () => void queries.invalidateQueries({ queryKey: certificatesQuery().queryKey }) });
  const button = <Button leftSection={<IconCertificate size={16} />} loading={make.isPending} onClick={() => make.mutate()}>{t('certificate.make')}</Button>;
  const mayMake = may(me, 'manageTrust');
  return (
    <>
      <PageHeader title={t('certificate.title')} description={t('certificate.text')} actions={mayMake && query.data !== undefined && query.data.length > 0 && button} />
      <Stack gap="xl">
        <ProblemAlert error={query.error ?? make.error} />
        {query.isPending && <Skeleton h={120} />}
        {query.data?.length === 0 && <EmptyState icon={<IconCertificate size={30} stroke={1.5} />} title={t('certificate.none')} action={mayMake ? button : undefined}>{t('certificate.noneText')}</EmptyState>}
        {query.data !== undefined && query.data.length > 0 && (
          <ul className={classes.list}>
            {query.data.map((certificate) => (
              <li key={certificate.id} style={{ display: 'block' }}>
                <Group justify="space-between" gap="xs">
                  <span><strong>{kinds.includes(certificate.kind as Kind) ? t(`certificate.kind.${certificate.kind as Kind}`) : certificate.kind}</strong> <small>{dateTime(certificate.at)} · {t('seen.place', { index: number(certificate.index) })}</small></span>
                  <Group gap="xs">
                    <Button size="xs" variant="default" leftSection={<IconDownload size={15} />} onClick={() => saveText(`${certificate.kind}-${certificate.at.slice(0, 10)}.note`, certificate.note)}>{t('certificate.save')}</Button>
                    <Button size="xs" variant="subtle" component="a" href={receiptUrl(certificate.index)} download={`entry-${certificate.index}.tlog-proof`}>{t('seen.receipt')}</Button>
                  </Group>
                </Group>
                {/* A part that scrolls must be reachable by the keyboard. */}
                {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
                <pre className={classes.note} tabIndex={0} aria-label={t('certificate.words')}>{certificate.note}</pre>
              </li>
            ))}
          </ul>
        )}
        <Text size="sm" c="dimmed" maw={680}>{t('certificate.receipts')}</Text>
        {log.data !== undefined && <CheckFile log={log.data} />}
      </Stack>
    </>
  );
}

const kinds = ['screening', 'ownership', 'end_of_screen', 'deletion'] as const;
type Kind = (typeof kinds)[number];
