import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copyText } from '../../lib/clipboard';
import classes from './ApiDocs.module.css';
import { curlOf, typeLabel, type OpenApi, type Operation } from './openApi';
import { SchemaTree } from './SchemaTree';

export function OperationDetails({ document, operation }: { document: OpenApi; operation: Operation }) {
  const [opened, setOpened] = useState(false);
  return (
    <details className={classes.operation} onToggle={(event) => { if (event.target === event.currentTarget) setOpened(event.currentTarget.open); }}>
      <summary>
        <span className={classes.method} data-method={operation.method}>{operation.method.toUpperCase()}</span>
        <code className={classes.path}>{operation.path}</code>
      </summary>
      {opened && <Inside document={document} operation={operation} />}
    </details>
  );
}

function Inside({ document, operation }: { document: OpenApi; operation: Operation }) {
  const { t } = useTranslation('apiDocs');
  const curl = curlOf(document, operation, window.location.origin);
  return (
    <div className={classes.body}>
      {operation.summary !== undefined && <p>{operation.summary}</p>}
      {operation.who !== undefined && <p className={classes.who} lang="en">{operation.who}</p>}
      {operation.parameters.length > 0 && (
        <>
          <h3>{t('parameters')}</h3>
          <ul className={classes.tree}>
            {operation.parameters.map((parameter) => (
              <li key={`${parameter.in} ${parameter.name}`}>
                <div className={classes.leaf}>
                  <code className={classes.member}>{parameter.name}</code>
                  {parameter.required === true && <span className={classes.required}>{t('required')}</span>}
                  <code className={classes.typeName}>{typeLabel(document, parameter.schema)}</code>
                  <span className={classes.place}>{t(parameter.in === 'path' ? 'inPath' : 'inQuery')}</span>
                </div>
                {parameter.description !== undefined && <p className={classes.note}>{parameter.description}</p>}
              </li>
            ))}
          </ul>
        </>
      )}
      {operation.request !== undefined && <><h3>{t('request')}</h3><SchemaTree document={document} schema={operation.request} /></>}
      {operation.streams && <><h3>{t('request')}</h3><p className={classes.note}>{t('stream')}</p></>}
      {operation.replies.map((reply) => (
        <section key={reply.status}>
          <h3>{t('reply', { status: reply.status })}</h3>
          {reply.schema === undefined ? <p className={classes.note}>{t('noBody')}</p> : <SchemaTree document={document} schema={reply.schema} />}
        </section>
      ))}
      <div className={classes.command}>
        <h3>curl</h3>
        <CopyCommand text={curl} />
      </div>
      <pre className={classes.curl}>{curl}</pre>
    </div>
  );
}

function CopyCommand({ text }: { text: string }) {
  const { t } = useTranslation(['apiDocs', 'common']);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    if (!(await copyText(text))) return;
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <Button size="compact-xs" variant="default" leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />} onClick={() => void copy()}>
      <span aria-live="polite">{copied ? t('common:copied') : t('copyCurl')}</span>
    </Button>
  );
}
