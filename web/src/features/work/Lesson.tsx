import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import type { AnnotationContent, FieldValue, Ontology } from '../../engine/model';
import type { ClaimedTask, ExamOutcome, TrainingFeedback } from '../../lib/contracts';
import classes from '../../workbench/shell/shell.module.css';

/** A training task that was answered, and what would have been right. */
export interface Lesson { readonly id: string; readonly claimed: ClaimedTask; readonly answer: AnnotationContent; readonly feedback: TrainingFeedback }

/** Marks on the canvas are of regions; what was wrong in the form is said. */
export const hasRegions = ({ answer, feedback }: Lesson): boolean => (answer.regions ?? []).length > 0 || (feedback.right.regions ?? []).length > 0;

const mistaken = ({ answer, feedback }: Lesson, ontology: Ontology | undefined): { name: string; field: string; yours: string; right: string }[] =>
  (ontology?.fields ?? []).flatMap((field) => {
    const [yours, right] = [answer.values?.[field.name], feedback.right.values?.[field.name]];
    if (right === undefined || JSON.stringify(yours) === JSON.stringify(right)) return [];
    const options = field.kind === 'choice' || field.kind === 'multi_choice' ? field.options : [];
    const say = (value: FieldValue | undefined): string =>
      value === undefined ? '–' : Array.isArray(value) ? value.map((one) => say(one)).join(', ') : options.find((o) => o.value === value)?.title ?? String(value);
    return [{ name: field.name, field: field.title ?? field.name, yours: say(yours), right: say(right) }];
  });

/** Says how it went and why, above the right answer. Stays until it was read. */
export function LessonBanner({ lesson, ontology, isOpen, onOpen, onNext }: { readonly lesson: Lesson; readonly ontology: Ontology | undefined; readonly isOpen: boolean; onOpen(): void; onNext(): void }) {
  const { t } = useTranslation('workbench');
  const { percent } = useFormats();
  const { score, passed, explanation } = lesson.feedback;
  return (
    <div className={classes.banner} data-kind={passed ? 'right' : undefined} role="status">
      <p>
        <strong>{t(passed ? 'work.lessonRight' : 'work.lessonWrong', { score: percent(score) })}</strong> {explanation}
        {mistaken(lesson, ontology).map((field) => <span key={field.name}> {t('work.lessonField', field)}</span>)}
        {isOpen && score < 1 && hasRegions(lesson) && <> {t('work.lessonShown')}</>}
      </p>
      <span className={classes.spacer} />
      {isOpen
        ? <Button size="compact-xs" onClick={onNext} aria-keyshortcuts="Enter" rightSection={<kbd className={classes.submitKbd}>⏎</kbd>}>{t('work.next')}</Button>
        : <><Button size="compact-xs" variant="default" onClick={onOpen}>{t('work.lessonShow')}</Button><Button size="compact-xs" variant="subtle" color="gray" onClick={onNext}>{t('work.close')}</Button></>}
    </div>
  );
}

/** How the exam went. Which answers were right is not said. */
export function ExamResult({ outcome, project, onClose }: { readonly outcome: ExamOutcome; readonly project: string; onClose(): void }) {
  const { t } = useTranslation('workbench');
  const { percent, dateTime } = useFormats();
  return (
    <div className={classes.banner} data-kind={outcome.passed ? 'right' : undefined} role="status">
      <p>
        <strong>{t(outcome.passed ? 'work.examPassed' : 'work.examFailed', { score: percent(outcome.score) })}</strong>{' '}
        {outcome.passMark !== undefined && t('work.examMark', { mark: percent(outcome.passMark) })}{' '}
        {outcome.notBefore !== undefined && t('work.examAgain', { at: dateTime(outcome.notBefore) })}
      </p>
      <span className={classes.spacer} />
      {!outcome.passed && <Button size="compact-xs" variant="default" component="a" href={`/my-quality/${project}`}>{t('work.myQuality')}</Button>}
      <Button size="compact-xs" variant="subtle" color="gray" onClick={onClose}>{t('work.close')}</Button>
    </div>
  );
}
