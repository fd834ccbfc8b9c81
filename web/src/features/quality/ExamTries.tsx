import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import type { ExamStanding } from '../../lib/contracts';

/** Where somebody is with the exam, and how his tries went. */
export function ExamTries({ exam }: { exam: ExamStanding }) {
  const { t } = useTranslation('quality');
  const { percent, dateTime, number } = useFormats();
  return (
    <>
      <Text size="sm">
        {t(`examText.${exam.state}`, { count: exam.triesLeft, at: exam.notBefore === undefined ? '' : dateTime(exam.notBefore), answered: number(exam.answered), questions: number(exam.tries.at(-1)?.questions ?? 0) })}
      </Text>
      <ul>
        {exam.tries.filter((one) => one.finishedAt !== undefined).map((one) => (
          <li key={one.number}>
            <Text size="sm" component="span">{t(one.passed ? 'tryPassed' : 'tryFailed', { number: number(one.number), score: percent(one.score ?? 0), questions: number(one.questions) })}</Text>{' '}
            <Text size="xs" c="dimmed" component="span">{dateTime(one.finishedAt ?? one.begunAt)}</Text>
          </li>
        ))}
      </ul>
    </>
  );
}
