import { Badge } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import type { ProjectDetail, TaskDetail } from '../../lib/contracts';
import { StateBadge } from '../../ui/states';
import { AnnotationViewer } from '../../workbench/AnnotationViewer';
import { ontologyQuery } from '../../lib/api/ontologyQuery';
import { assetUrl } from '../../lib/api/assetUrl';
import type { Answer } from './answers';
import classes from './TaskView.module.css';

/** One answer on the data, shown under the ontology that it was made with. */
export function AnswerCard({ project, task, answer }: { project: ProjectDetail; task: TaskDetail; answer: Answer }) {
  const { t } = useTranslation(['tasks', 'common']);
  const { percent, duration, ago, dateTime } = useFormats();
  const version = answer.kind === 'person' ? answer.annotation.ontologyVersion : project.ontologyVersion;
  const older = useQuery({ ...ontologyQuery(project.id, version), enabled: version !== project.ontologyVersion });
  const ontology = version === project.ontologyVersion ? project.ontology : (older.data?.ontology ?? project.ontology);
  const title = answer.kind === 'person' ? answer.annotation.personName : answer.kind === 'model' ? answer.model : t(`kind.${answer.kind}`);
  const reviews = answer.kind === 'person' ? answer.annotation.reviews : [];
  return (
    <article className={classes.card} data-kind={answer.kind} aria-label={title}>
      <header className={classes.cardHead}>
        <h2>{title}</h2>
        {answer.kind === 'person' && <StateBadge state={answer.annotation.state} />}
        {answer.kind === 'model' && <Badge color="gray">{t('kind.model')}</Badge>}
        {answer.kind === 'result' && answer.agreement !== undefined && <small>{t('agreement', { share: percent(answer.agreement) })}</small>}
        {answer.kind === 'person' && <small title={dateTime(answer.annotation.createdAt)}>{duration(answer.annotation.activeSeconds)} · {ago(answer.annotation.createdAt)}</small>}
      </header>
      <div className={classes.cardBody}>
        <AnnotationViewer ontology={ontology} data={task.data} content={answer.content} mediaUrl={(asset) => assetUrl(project.id, asset)} />
      </div>
      {reviews.length > 0 && (
        <ul className={classes.reviews} aria-label={t('reviews')}>
          {reviews.map((review) => (
            <li key={review.id}>
              <strong>{t(`verdict.${review.verdict}`)}</strong> <span className={classes.meta}>{t('byAt', { name: review.personName, level: review.level, when: ago(review.createdAt) })}</span>
              {review.comment !== undefined && <p>{review.comment}</p>}
            </li>
          ))}
        </ul>
      )}
    </article>
  );
}
