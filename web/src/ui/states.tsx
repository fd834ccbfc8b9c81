import { Badge, type BadgeProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AnnotationState, ProjectState, TaskState, TransferState } from '../lib/contracts';
import classes from './states.module.css';

type Tone = 'neutral' | 'active' | 'waiting' | 'good' | 'bad';

const tones: { readonly [K in ProjectState | TaskState | AnnotationState | TransferState]: Tone } = {
  active: 'active', paused: 'waiting', archived: 'neutral',
  open: 'active', review: 'waiting', done: 'good', cancelled: 'neutral', gold: 'neutral',
  in_review: 'waiting', accepted: 'good', rejected: 'bad', superseded: 'neutral', surplus: 'neutral',
  receiving: 'active', running: 'active', failed: 'bad',
};

/** A state in words, with a dot in its tone: never colour alone. */
export function StateBadge({ state, ...props }: { state: keyof typeof tones } & Omit<BadgeProps, 'children' | 'color'>) {
  const { t } = useTranslation();
  return (
    <Badge {...props} classNames={{ root: classes.badge, label: classes.label }} data-tone={tones[state]} leftSection={<span className={classes.dot} />}>
      {t(`state.${state}`)}
    </Badge>
  );
}
