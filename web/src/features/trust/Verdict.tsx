import { IconAlertTriangle, IconCircleCheck, IconClock, IconInfoCircle, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './Trust.module.css';

export type Tone = 'good' | 'bad' | 'waiting' | 'plain';
const icons: { readonly [T in Tone]: Icon } = { good: IconCircleCheck, bad: IconAlertTriangle, waiting: IconClock, plain: IconInfoCircle };

/** What is the case, in words. */
export function Verdict({ tone, title, children, live = false }: { tone: Tone; title: string; children?: ReactNode; live?: boolean }) {
  const ToneIcon = icons[tone];
  return (
    <div className={classes.verdict} data-tone={tone} {...(live && { role: tone === 'bad' ? 'alert' : 'status' })}>
      <ToneIcon size={20} stroke={1.6} aria-hidden />
      <div>
        <p><strong>{title}</strong></p>
        {children}
      </div>
    </div>
  );
}
