import { UnstyledButton } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import classes from './Steps.module.css';

export function Steps({ steps, current, onChoose, label }: {
  steps: readonly { title: string; state: 'open' | 'done' | 'locked' }[]; current: number; onChoose: (step: number) => void; label: string;
}) {
  return (
    <nav aria-label={label}>
      <ol className={classes.list}>
        {steps.map((step, i) => (
          <li key={i}>
            <UnstyledButton className={classes.step} data-done={step.state === 'done' || undefined} disabled={step.state === 'locked'} aria-current={i === current ? 'step' : undefined} onClick={() => onChoose(i)}>
              <span className={classes.number} aria-hidden="true">{step.state === 'done' ? <IconCheck size={13} stroke={2.5} /> : i + 1}</span>
              <span className={classes.title}>{step.title}</span>
            </UnstyledButton>
          </li>
        ))}
      </ol>
    </nav>
  );
}
