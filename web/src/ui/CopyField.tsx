import { Button, Group, TextInput } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copyText } from '../lib/clipboard';

/** A text to take away, such as a link or a key. Where the clipboard is closed to us, it is selected instead. */
export function CopyField({ value, label }: { value: string; label: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const copy = async () => {
    if (await copyText(value)) {
      setCopied(true);
      setTimeout(() => setCopied(false), 2_000);
    } else {
      input.current?.select();
    }
  };
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <TextInput
        ref={input} label={label} value={value} readOnly flex={1} onFocus={(event) => event.currentTarget.select()}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
      <Button onClick={() => void copy()} leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />} data-autofocus>
        <span aria-live="polite">{copied ? t('copied') : t('copy')}</span>
      </Button>
    </Group>
  );
}
