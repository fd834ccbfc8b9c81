import { Button, Group, type ButtonProps } from '@mantine/core';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** Asks on the spot: no dialog in the way. The question disappears when the focus leaves. */
export function ConfirmButton({ children, question, confirm, onConfirm, loading, ...props }: ButtonProps & {
  children: ReactNode; question: string; confirm: string; onConfirm: () => void;
}) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const no = useRef<HTMLButtonElement>(null);
  const first = useRef<HTMLButtonElement>(null);
  const wasAsking = useRef(false);
  useEffect(() => {
    if (asking) no.current?.focus();
    else if (wasAsking.current && document.activeElement === document.body) first.current?.focus();
    wasAsking.current = asking;
  }, [asking]);
  if (!asking) return <Button ref={first} variant="default" size="xs" {...props} loading={loading} onClick={() => setAsking(true)}>{children}</Button>;
  return (
    <Group
      gap={6} role="group" aria-label={question} wrap="wrap"
      onKeyDown={(event) => { if (event.key === 'Escape') setAsking(false); }}
      onBlur={(event) => { if (!event.currentTarget.contains(event.relatedTarget)) setAsking(false); }}
    >
      <span style={{ fontSize: 13 }}>{question}</span>
      <Button size="xs" color="red" onClick={() => { setAsking(false); onConfirm(); }}>{confirm}</Button>
      <Button ref={no} size="xs" variant="default" onClick={() => setAsking(false)}>{t('no')}</Button>
    </Group>
  );
}
