import { Button, Textarea, Text, UnstyledButton } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { useMe } from '../../app/session/useMe';
import type { CommentDetail, TaskDetail } from '../../lib/contracts';
import { newId } from '../../lib/ids';
import { useDraft } from '../../lib/useDraft';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { addComment } from './api/addComment';
import { taskQuery } from './api/taskQuery';
import { updateComment } from './api/updateComment';
import classes from './TaskView.module.css';

/** On screen at once; taken back, with the text kept, when the server refuses. */
export function Comments({ project, task }: { project: string; task: TaskDetail }) {
  const { t } = useTranslation('tasks');
  const { ago } = useFormats();
  const me = useMe();
  // Who came through broken glass reads.
  const isGuest = me.glass !== undefined;
  const queries = useQueryClient();
  const draft = useDraft(`comment.${task.id}`, '');
  const key = taskQuery(project, task.id).queryKey;
  const change = (edit: (comments: CommentDetail[]) => CommentDetail[]) => {
    const before = queries.getQueryData(key);
    if (before !== undefined) queries.setQueryData(key, { ...before, comments: edit(before.comments) });
    return { before };
  };
  const settle = () => void queries.invalidateQueries({ queryKey: key });
  const add = useMutation({
    mutationFn: (comment: { id: string; text: string }) => addComment(project, task.id, comment),
    onMutate: ({ id, text }) => {
      draft.discard('');
      return change((all) => [...all, { id, text, person: me.person, personName: me.displayName, resolved: false, createdAt: new Date().toISOString() }]);
    },
    onError: (_, { text }, context) => { queries.setQueryData(key, context?.before); draft.set(text); },
    onSettled: settle,
  });
  const resolve = useMutation({
    mutationFn: ({ id, resolved }: { id: string; resolved: boolean }) => updateComment(project, task.id, id, { resolved }),
    onMutate: ({ id, resolved }) => change((all) => all.map((c) => (c.id === id ? { ...c, resolved } : c))),
    onError: (_, __, context) => queries.setQueryData(key, context?.before),
    onSettled: settle,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (draft.value.trim() !== '') add.mutate({ id: newId('cmt'), text: draft.value.trim() });
  };
  return (
    <section aria-labelledby="comments">
      <h2 id="comments">{t('comments')}</h2>
      {task.comments.length === 0 && <Text size="sm" c="dimmed">{t('noComments')}</Text>}
      {task.comments.map((comment) => (
        <div key={comment.id} className={classes.comment} data-resolved={comment.resolved || undefined}>
          <div className={classes.commentHead}>
            <strong>{comment.personName}</strong>
            <span className={classes.meta}>{ago(comment.createdAt)}</span>
            {!isGuest && <UnstyledButton ml="auto" fz={12} c="var(--cl-accent-text)" mih={24} px={4} onClick={() => resolve.mutate({ id: comment.id, resolved: !comment.resolved })}>
              {t(comment.resolved ? 'reopenComment' : 'resolve')}
            </UnstyledButton>}
          </div>
          <p>{comment.text}</p>
          {comment.x !== undefined && comment.y !== undefined && <span className={classes.meta}>{t('atPlace', { x: Math.round(comment.x), y: Math.round(comment.y) })}</span>}
        </div>
      ))}
      {!isGuest && <form onSubmit={submit}>
        <Textarea
          mt="sm" aria-label={t('newComment')} placeholder={t('newComment')} autosize minRows={2} maxRows={10} maxLength={5000} value={draft.value}
          onChange={(event) => draft.set(event.currentTarget.value)} onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event); }}
        />
        <ProblemAlert error={add.error ?? resolve.error} />
        <Button type="submit" size="xs" mt={6} disabled={draft.value.trim() === ''}>{t('send')}</Button>
      </form>}
    </section>
  );
}
