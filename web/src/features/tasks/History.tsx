import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { taskEventKinds, type TaskEvent } from '../../lib/contracts';
import classes from './TaskView.module.css';

export function History({ events }: { events: readonly TaskEvent[] }) {
  const { t } = useTranslation('tasks');
  const { ago, dateTime } = useFormats();
  const say = (kind: string) => {
    const known = taskEventKinds.find((k) => k === kind);
    return known === undefined ? kind : t(`event.${known}`);
  };
  return (
    <section aria-labelledby="history">
      <h2 id="history">{t('history')}</h2>
      <ol className={classes.history} reversed>
        {[...events].reverse().map((event, i) => (
          <li key={i}>
            {say(event.kind)}{event.personName !== undefined && <>, <strong>{event.personName}</strong></>}
            {event.detail !== undefined && <> ({event.detail})</>} <time className={classes.meta} dateTime={event.at} title={dateTime(event.at)}>{ago(event.at)}</time>
          </li>
        ))}
      </ol>
    </section>
  );
}
