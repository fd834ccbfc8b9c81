import { FileButton, Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import type { LogSummary } from '../../lib/contracts';
import { certificatesQuery } from './api/certificatesQuery';
import { Section } from './Section';
import classes from './Trust.module.css';
import { Verdict } from './Verdict';
import { checkFile, type FileVerdict } from './verify/checkFile';
import { certificateKey, remembered } from './verify/device';
import { useDoubtText, useEntryWord } from './words';

/** No receipt, checkpoint or certificate is larger. */
const maxBytes = 1_000_000;

/** A file that somebody kept is checked here, without asking the server. */
export function CheckFile({ log }: { log: Pick<LogSummary, 'origin' | 'key'> }) {
  const { t } = useTranslation('trust');
  const shown = useQuery(certificatesQuery()).data?.key;
  const [over, setOver] = useState(false);
  const [checked, setChecked] = useState<{ name: string; verdict: FileVerdict }>();
  const check = async (file: File | null | undefined) => {
    if (file === null || file === undefined) return;
    const key = remembered(log.origin)?.key ?? log.key;
    const verdict: FileVerdict = file.size > maxBytes ? { kind: 'doubt', doubt: { kind: 'proof_malformed' } } : checkFile(new Uint8Array(await file.arrayBuffer()), key, certificateKey(log.origin, shown));
    setChecked({ name: file.name, verdict });
  };
  return (
    <Section title={t('check.title')} text={t('check.text')}>
      <div
        className={classes.drop} data-over={over || undefined}
        onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)}
        onDrop={(event) => { event.preventDefault(); setOver(false); void check(event.dataTransfer.files[0]); }}
      >
        <span>{t('check.drop')}</span>
        <FileButton onChange={(file) => void check(file)} accept=".tlog-proof,.txt,.note,text/plain" inputProps={{ 'aria-label': t('check.choose') }}>
          {(props) => <Button variant="default" size="xs" {...props}>{t('check.choose')}</Button>}
        </FileButton>
      </div>
      {checked !== undefined && <div style={{ marginBlockStart: 12 }}><FileResult {...checked} /></div>}
    </Section>
  );
}

function FileResult({ name, verdict }: { name: string; verdict: FileVerdict }) {
  const { t } = useTranslation('trust');
  const { number, dateTime } = useFormats();
  const doubtText = useDoubtText();
  const word = useEntryWord();
  switch (verdict.kind) {
    case 'doubt': return <Verdict tone="bad" title={t('check.bad', { name })} live><Text size="sm">{doubtText(verdict.doubt)}</Text></Verdict>;
    case 'no_entry': return <Verdict tone="bad" title={t('check.bad', { name })} live><Text size="sm">{t('check.noEntry')}</Text></Verdict>;
    case 'receipt':
      return (
        <Verdict tone="good" title={t('check.receipt', { index: number(verdict.index), size: number(verdict.size) })} live>
          {verdict.entry !== undefined && <Text size="sm">{word(verdict.entry.type)}, {dateTime(new Date(verdict.entry.t))}</Text>}
          <pre className={classes.note}>{verdict.text}</pre>
        </Verdict>
      );
    case 'checkpoint': return <Verdict tone="good" title={t('check.checkpoint', { size: number(verdict.size) })} live><pre className={classes.note}>{verdict.text}</pre></Verdict>;
    case 'certificate': return <Verdict tone="good" title={t('check.certificate', { name })} live><pre className={classes.note}>{verdict.text}</pre><Text size="xs" c="dimmed" mt="xs" style={{ overflowWrap: 'anywhere' }}>{t('check.hash', { hash: verdict.hash })}</Text></Verdict>;
  }
}
