import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { IconCertificate, IconDownload } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { may } from '../../app/session/permissions';
import { useMe } from '../../app/session/useMe';
import { saveText } from '../../lib/saveText';
import { CopyField } from '../../ui/CopyField';
import { EmptyState } from '../../ui/EmptyState';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { certificatesQuery } from './api/certificatesQuery';
import { logQuery } from './api/logQuery';
import { makeCertificate } from './api/makeCertificate';
import { receiptUrl } from './api/receiptUrl';
import { CheckFile } from './CheckFile';
import { Section } from './Section';
import classes from './Trust.module.css';
import { Verdict } from './Verdict';
import { certificateKey } from './verify/device';

/** Papers to show: who was exposed and who of them has to do with a rival, who owns the host. Signed by the host, and in the log. */
export function CertificatesPage() {
  const { t } = useTranslation('trust');
  const { dateTime, number } = useFormats();
  const me = useMe();
  const queries = useQueryClient();
  const log = useQuery(logQuery()).data;
  const query = useQuery(certificatesQuery());
  const make = useMutation({ mutationFn: makeCertificate, onSuccess: () => void queries.invalidateQueries({ queryKey: certificatesQuery().queryKey }) });
  const buttons = may(me, 'manageTrust') && (
    <Group gap="xs">
      <Button leftSection={<IconCertificate size={16} />} loading={make.isPending && make.variables.kind === 'screening'} onClick={() => make.mutate({ kind: 'screening' })}>{t('certificate.make')}</Button>
      <Button variant="default" loading={make.isPending && make.variables.kind === 'ownership'} onClick={() => make.mutate({ kind: 'ownership' })}>{t('certificate.makeOwnership')}</Button>
    </Group>
  );
  const certificates = query.data?.certificates;
  const known = log === undefined ? undefined : certificateKey(log.origin, query.data?.key);
  return (
    <>
      <PageHeader title={t('certificate.title')} description={t('certificate.text')} actions={certificates !== undefined && certificates.length > 0 && buttons} />
      <Stack gap="xl">
        <ProblemAlert error={query.error ?? make.error} />
        {query.isPending && <Skeleton h={120} />}
        {known !== undefined && query.data !== undefined && known !== query.data.key && <Verdict tone="bad" title={t('certificate.otherKey')} live><Text size="sm">{t('certificate.otherKeyText')}</Text></Verdict>}
        {certificates?.length === 0 && <EmptyState icon={<IconCertificate size={30} stroke={1.5} />} title={t('certificate.none')} action={buttons === false ? undefined : buttons}>{t('certificate.noneText')}</EmptyState>}
        {certificates !== undefined && certificates.length > 0 && (
          <ul className={classes.list}>
            {certificates.map((certificate) => (
              <li key={certificate.id} style={{ display: 'block' }}>
                <Group justify="space-between" gap="xs">
                  <span><strong>{t(`certificate.kind.${certificate.kind}`)}</strong> <small>{dateTime(certificate.at)} · {t('seen.place', { index: number(certificate.index) })}</small></span>
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
        {query.data !== undefined && <Section title={t('certificate.key')} text={t('certificate.keyHint')}><div style={{ maxWidth: 680 }}><CopyField label={t('certificate.key')} value={known ?? query.data.key} /></div></Section>}
        <Text size="sm" c="dimmed" maw={680}>{t('certificate.receipts')}</Text>
        {log !== undefined && <CheckFile log={log} />}
      </Stack>
    </>
  );
}
