import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import type { SkillSummary } from '../../lib/contracts';
import classes from './Quality.module.css';

/** The share of right answers as a point in its interval, on a scale from 0 to 1. */
export function SkillInterval({ skill }: { skill: SkillSummary }) {
  const { t } = useTranslation('quality');
  const { percent } = useFormats();
  if (skill.evidence === 0) return <>–</>;
  const label = t('interval', { mean: percent(skill.mean), lower: percent(skill.lower), upper: percent(skill.upper) });
  return (
    <span className={classes.interval}>
      {percent(skill.mean)}
      <svg width={100} height={12} role="img" aria-label={label}>
        <title>{label}</title>
        <rect y={4} width={100} height={4} rx={2} className={classes.track} />
        <rect x={skill.lower * 100} y={2} width={Math.max(2, (skill.upper - skill.lower) * 100)} height={8} rx={3} className={classes.range} />
        <rect x={Math.min(97, skill.mean * 100 - 1.5)} width={3} height={12} rx={1} className={classes.mean} />
      </svg>
    </span>
  );
}
