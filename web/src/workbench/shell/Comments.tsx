import { Button, Textarea } from '@mantine/core';
import { IconCheck, IconMapPin, IconX } from '@tabler/icons-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommentDetail, NewComment } from '../../lib/contracts';
import { newId } from '../../lib/ids';
import type { Comment, CommentPlace } from '../contract';
import classes from './shell.module.css';

export interface CommentBook {
  readonly all: readonly CommentDetail[];
  readonly pins: readonly Comment[];
  add(text: string, place: CommentPlace | undefined): void;
  resolve(id: string, resolved: boolean): void;
}

/** The remarks on one task: what the server had, and what was said here since. */
export function useComments(
  task: string | undefined, initial: readonly CommentDetail[] | undefined, me: { readonly person: string; readonly displayName: string }, annotation: string | undefined,
  wire: { add(comment: NewComment): void; resolve(id: string, resolved: boolean): void },
): CommentBook {
  const [said, setSaid] = useState<ReadonlyMap<string, { readonly added: readonly CommentDetail[]; readonly resolved: ReadonlyMap<string, boolean> }>>(new Map());
  const mine = task === undefined ? undefined : said.get(task);
  const all = useMemo(
    () => [...(initial ?? []), ...(mine?.added ?? [])].map((c) => ({ ...c, resolved: mine?.resolved.get(c.id) ?? c.resolved })),
    [initial, mine],
  );
  const pins = useMemo(() => all.map((c): Comment => ({ id: c.id, text: c.text, author: c.personName, resolved: c.resolved, ...(c.region !== undefined && { regionId: c.region }), ...(c.x !== undefined && { x: c.x }), ...(c.y !== undefined && { y: c.y }) })), [all]);
  const latest = useRef(wire);
  useEffect(() => { latest.current = wire; });

  const add = useCallback((text: string, place: CommentPlace | undefined) => {
    if (task === undefined) return;
    const comment: NewComment = {
      id: newId('cmt'), text, ...(annotation !== undefined && { annotation }), ...(place?.regionId !== undefined && { region: place.regionId }),
      ...(place?.x !== undefined && { x: place.x }), ...(place?.y !== undefined && { y: place.y }),
    };
    const detail: CommentDetail = { ...comment, person: me.person, personName: me.displayName, resolved: false, createdAt: new Date().toISOString() };
    setSaid((old) => new Map(old).set(task, { added: [...(old.get(task)?.added ?? []), detail], resolved: old.get(task)?.resolved ?? new Map() }));
    latest.current.add(comment);
  }, [task, annotation, me.person, me.displayName]);
  const resolve = useCallback((id: string, resolved: boolean) => {
    if (task === undefined) return;
    setSaid((old) => new Map(old).set(task, { added: old.get(task)?.added ?? [], resolved: new Map(old.get(task)?.resolved).set(id, resolved) }));
    latest.current.resolve(id, resolved);
  }, [task]);
  return { all, pins, add, resolve };
}

interface CommentsProps {
  readonly book: CommentBook;
  readonly place: CommentPlace | undefined;
  readonly placeName: string | undefined;
  /** Names the unsent text: it survives a reload. */
  readonly draftKey: string;
  readonly opened: string | undefined;
  onPlaceClear(): void;
  onShow(place: CommentPlace): void;
  formatTime(iso: string): string;
}

export function Comments({ book, place, placeName, draftKey, opened, onPlaceClear, onShow, formatTime }: CommentsProps) {
  const { t } = useTranslation('workbench');
  const key = `cloison.comment.${draftKey}`;
  const [text, setText] = useState(() => read(key));
  useEffect(() => setText(read(key)), [key]);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (opened !== undefined) list.current?.querySelector<HTMLElement>(`[data-comment="${CSS.escape(opened)}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [opened]);
  const change = (next: string): void => {
    setText(next);
    write(key, next);
  };
  const send = (): void => {
    if (text.trim() === '') return;
    book.add(text.trim().slice(0, 5_000), place);
    change('');
    onPlaceClear();
  };
  return (
    <div className={classes.comments}>
      {book.all.length === 0 && <p className={classes.empty}>{t('work.noComments')}</p>}
      <ol ref={list}>
        {book.all.map((c) => {
          const pinned = c.region !== undefined || c.x !== undefined;
          return (
            <li key={c.id} data-comment={c.id} data-resolved={c.resolved || undefined} data-opened={c.id === opened || undefined}>
              <header>
                <strong>{c.personName}</strong>
                <time dateTime={c.createdAt}>{formatTime(c.createdAt)}</time>
                <span className={classes.spacer} />
                {pinned && (
                  <button type="button" aria-label={t('work.showPlace')} title={t('work.showPlace')} onClick={() => onShow({ ...(c.region !== undefined && { regionId: c.region }), ...(c.x !== undefined && { x: c.x }), ...(c.y !== undefined && { y: c.y }) })}>
                    <IconMapPin size={14} />
                  </button>
                )}
                <button type="button" aria-pressed={c.resolved} aria-label={t(c.resolved ? 'work.unresolve' : 'work.resolve')} title={t(c.resolved ? 'work.unresolve' : 'work.resolve')} onClick={() => book.resolve(c.id, !c.resolved)}>
                  <IconCheck size={14} />
                </button>
              </header>
              <p dir="auto">{c.text}</p>
            </li>
          );
        })}
      </ol>
      <div className={classes.composer}>
        {placeName !== undefined && (
          <span className={classes.placeChip}><IconMapPin size={12} />{placeName}<button type="button" aria-label={t('work.unpin')} onClick={onPlaceClear}><IconX size={12} /></button></span>
        )}
        <Textarea
          size="xs" autosize minRows={2} maxRows={8} maxLength={5_000} aria-label={t('work.newComment')} placeholder={t('work.commentPlaceholder')} data-composer
          value={text} onChange={(e) => change(e.currentTarget.value)}
          onKeyDown={(e) => {
            if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
              // Not the task: the remark is sent from here.
              e.preventDefault();
              e.nativeEvent.stopImmediatePropagation();
              send();
            } else if (e.key === 'Escape') e.currentTarget.blur();
          }}
        />
        <Button size="compact-xs" variant="light" disabled={text.trim() === ''} onClick={send}>{t('work.sendComment')}</Button>
      </div>
    </div>
  );
}

function read(key: string): string {
  try {
    return sessionStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}

function write(key: string, text: string): void {
  try {
    if (text === '') sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, text);
  } catch {
    // It then lives as long as the page.
  }
}
