import { Button } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem } from '../../lib/problem';
import type { Claimed } from '../../workbench/shell/queue';
import type { Desk } from '../../workbench/shell/desk';
import classes from '../../workbench/shell/shell.module.css';

/** How long the canvas may stay empty before words appear in it: what is fast needs no explanation. */
const patienceMs = 600;

/** Refusals that are about the person: his own page says why, and what he can do. */
const keptFromWork = ['work.paused_for_you', 'exam.failed', 'exam.too_early', 'exam.no_questions'] as const;

/** What stands where the canvas would be, when there is none. Never a spinner: it says what is the case and what will happen. */
export function Instead<C extends Claimed>({ desk, isWithheld, refusal, nothing, project, onExit }: {
  readonly desk: Desk<C> | undefined;
  readonly isWithheld: boolean;
  /** Why the project itself could not be read. */
  readonly refusal: unknown;
  readonly nothing: string;
  /** Whose page says why somebody is kept from work. */
  readonly project: string;
  onExit(): void;
}): ReactNode {
  const { t } = useTranslation('workbench');
  const [patient, setPatient] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => setPatient(false), patienceMs);
    return () => clearTimeout(timer);
  }, []);

  const say = (title: string, text: string, actions?: ReactNode): ReactNode => (
    <div className={classes.instead}>
      <h2>{title}</h2>
      <p>{text}</p>
      {actions}
    </div>
  );
  if (isWithheld) return say(t('work.withheld'), t('work.withheldText'));
  if (isProblem(refusal ?? desk?.failure, 'not_eligible')) return say(t('work.notOpen'), t('work.notOpenText'), <Button variant="default" onClick={onExit}>{t('work.exit')}</Button>);
  const kept = isProblem(desk?.failure) ? keptFromWork.find((code) => isProblem(desk.failure, code)) : undefined;
  if (kept !== undefined)
    return say(t(`work.kept.${kept}`), t('work.keptText'), (
      <div className={classes.buttons}>
        <Button component="a" href={`/my-quality/${project}`}>{t('work.myQuality')}</Button>
        <Button variant="subtle" color="gray" onClick={onExit}>{t('work.exit')}</Button>
      </div>
    ));
  // Another customer's project is no project either: the words are the same.
  if (isProblem(refusal, 'not_found')) return say(t('work.notFound'), t('work.notFoundText'), <Button variant="default" onClick={onExit}>{t('work.exit')}</Button>);
  if (desk?.ownership === 'elsewhere')
    return say(t('work.elsewhere'), t('work.elsewhereText'), <Button onClick={() => desk.takeOver()}>{t('work.takeOver')}</Button>);
  if (desk?.current?.failure !== undefined)
    return say(t('work.mediaFailed'), t('work.mediaFailedText'), <Button variant="default" onClick={() => desk.refresh()}>{t('work.retry')}</Button>);
  if (desk?.failure !== undefined)
    return say(t('work.unreachable'), t('work.unreachableText'), <Button variant="default" onClick={() => desk.refresh()}>{t('work.retry')}</Button>);
  if (desk?.isEmpty)
    return say(t('work.nothing'), nothing, (
      <div className={classes.buttons}>
        <Button variant="default" onClick={() => desk.refresh()}>{t('work.lookAgain')}</Button>
        <Button variant="subtle" color="gray" onClick={onExit}>{t('work.exit')}</Button>
      </div>
    ));
  return patient ? null : say(t('work.preparing'), '');
}
