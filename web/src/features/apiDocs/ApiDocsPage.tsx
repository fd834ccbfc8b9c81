import { Button, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../../app/hotkeys/shortcuts';
import { EmptyState } from '../../ui/EmptyState';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { openApiQuery } from './api/openApiQuery';
import classes from './ApiDocs.module.css';
import { grouped, operationsOf } from './openApi';
import { OperationDetails } from './OperationDetails';

/** Every address of the API, as this server describes it. */
export function ApiDocsPage() {
  const { t } = useTranslation('apiDocs');
  const query = useQuery(openApiQuery());
  const [search, setSearch] = useState('');
  const input = useRef<HTMLInputElement>(null);
  useShortcuts([{ keys: '/', label: t('search'), group: t('title'), run: () => input.current?.focus() }]);
  const document = query.data;
  const operations = useMemo(() => (document === undefined ? [] : operationsOf(document)), [document]);
  const groups = useMemo(() => grouped(operations, search), [operations, search]);
  const count = groups.reduce((sum, [, found]) => sum + found.length, 0);
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} actions={<Button component="a" href="/api/openapi.json" variant="default">OpenAPI 3.1</Button>} />
      <Stack gap="lg">
        <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
        {query.isPending && <Skeleton h={240} />}
        {document !== undefined && (
          <>
            <div className={classes.bar}>
              <TextInput
                ref={input} className={classes.search} type="search" aria-label={t('search')} placeholder={t('searchPlaceholder')} leftSection={<IconSearch size={16} aria-hidden />}
                value={search} onChange={(event) => setSearch(event.currentTarget.value)} onKeyDown={(event) => { if (event.key === 'Escape') setSearch(''); }}
              />
              <Text size="sm" c="dimmed" aria-live="polite">{t('count', { count })}</Text>
            </div>
            {groups.length > 1 && (
              <nav aria-label={t('groups')} className={classes.groups}>
                {groups.map(([name]) => <a key={name} href={`#${name}`}>{name}</a>)}
              </nav>
            )}
            {groups.length === 0 && <EmptyState title={t('nothing')}>{t('nothingText')}</EmptyState>}
            {groups.map(([name, found]) => (
              <section key={name} id={name} aria-labelledby={`${name}-title`}>
                <h2 id={`${name}-title`} className={classes.group}>{name}</h2>
                {found.map((operation) => <OperationDetails key={operation.id} document={document} operation={operation} />)}
              </section>
            ))}
          </>
        )}
      </Stack>
    </>
  );
}
