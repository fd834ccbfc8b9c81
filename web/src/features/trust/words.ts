import { useTranslation } from 'react-i18next';
import type { Doubt, Gap } from '../../engine/tlog';
import { useFormats } from '../../app/i18n/useFormats';
import en from '../../i18n/en/trust.json';

/** The kinds of entries that we have words for; a newer server may know more. */
export const entryTypes = Object.keys(en.entry) as (keyof typeof en.entry)[];

/** An entry's kind in words: `access.read` is `access_read` in the files of the languages. */
export function useEntryWord(): (type: string) => string {
  const { t } = useTranslation('trust');
  return (type) => {
    const known = entryTypes.find((k) => k === type.replaceAll('.', '_'));
    return known === undefined ? type : t(`entry.${known}`);
  };
}

/** Why a log or a file must not be believed, in words. */
export function useDoubtText(): (doubt: Doubt) => string {
  const { t } = useTranslation('trust');
  const { number } = useFormats();
  return (doubt) => {
    const params = Object.fromEntries(Object.entries(doubt).map(([name, value]) => [name, typeof value === 'number' ? number(value) : value]));
    return t(`doubt.${doubt.kind}`, params);
  };
}

export function useGapText(): (gap: Gap) => string {
  const { t } = useTranslation('trust');
  const { number, duration } = useFormats();
  return (gap) => {
    switch (gap.kind) {
      case 'time_back': return t('gap.time_back', { index: number(gap.index), by: duration(gap.ms / 1000) });
      case 'repeated': return t('gap.repeated', { index: number(gap.index), first: number(gap.first) });
      default: return t(`gap.${gap.kind}`, { index: number(gap.index) });
    }
  };
}
