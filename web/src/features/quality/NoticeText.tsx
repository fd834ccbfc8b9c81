import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import type { SkillNotice } from '../../lib/contracts';

/** What happened, and the figures that it happened for. */
export function NoticeText({ notice }: { notice: SkillNotice }) {
  const { t } = useTranslation('quality');
  const { percent, number, ago, dateTime } = useFormats();
  const shown = (value: number) => (notice.measure === 'skill' || notice.measure === 'agreement' ? percent(value) : number(Math.round(value * 10) / 10));
  return (
    <>
      <strong>{t(`action.${notice.action}`)}</strong> <small title={dateTime(notice.at)}>{ago(notice.at)}</small>
      <p>{t(`why.${notice.measure}`, { value: shown(notice.value), threshold: shown(notice.threshold), evidence: number(Math.round(notice.evidence)) })}</p>
      {notice.settledAt !== undefined && <p><small>{t(notice.isTakenBack ? 'takenBack' : 'stands')}</small></p>}
    </>
  );
}
