import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { closeGlass } from '../../lib/api/closeGlass';
import type { GlassSession } from '../../lib/contracts';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { useFormats } from '../i18n/useFormats';
import classes from './Shell.module.css';

/** Over every page while somebody looks through broken glass: where he is, that he only reads, and until when. */
export function GlassBanner({ glass }: { glass: GlassSession }) {
  const { t } = useTranslation('shell');
  const { time } = useFormats();
  const close = useMutation({
    mutationFn: () => closeGlass(glass.id),
    // A full load, so that nothing of the room that is left stays in memory.
    onSuccess: () => window.location.assign('/customers/emergency'),
  });
  return (
    <section className={classes.glass} aria-label={t('glass.label')}>
      <span>{t('glass.banner', { codeName: glass.codeName, at: time(glass.endsAt) })}</span>
      <Button size="xs" variant="default" loading={close.isPending} onClick={() => close.mutate()}>{t('glass.close')}</Button>
      <ProblemAlert error={close.error} />
    </section>
  );
}
