import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './ApiDocs.module.css';
import { choicesOf, innerOf, isRequired, resolve, typeLabel, type OpenApi, type Schema } from './openApi';

/** What a body holds, member by member. Deeper members are made when somebody opens them: schemas may hold themselves. */
export function SchemaTree({ document, schema }: { document: OpenApi; schema: Schema }) {
  const inner = innerOf(document, schema);
  return (
    <>
      <p className={classes.type}><code>{typeLabel(document, schema)}</code></p>
      {inner !== undefined && <Inside document={document} schema={inner} />}
    </>
  );
}

function Inside({ document, schema }: { document: OpenApi; schema: Schema }) {
  const { t } = useTranslation('apiDocs');
  const choices = choicesOf(schema);
  const members = Object.entries(schema.properties ?? {});
  return (
    <ul className={classes.tree}>
      {members.map(([name, member]) => (
        <Node
          key={name} document={document} schema={member}
          head={<><code className={classes.member}>{name}</code>{isRequired(schema, name) && <span className={classes.required}>{t('required')}</span>}</>}
        />
      ))}
      {choices.map((choice) => <Node key={typeLabel(document, choice)} document={document} schema={choice} head={<span className={classes.or}>{t('oneOf')}</span>} />)}
    </ul>
  );
}

function Node({ document, schema, head }: { document: OpenApi; schema: Schema; head: ReactNode }) {
  const [opened, setOpened] = useState(false);
  const inner = innerOf(document, schema);
  const real = resolve(document, schema);
  // What an id is, is the same at every id.
  const description = (schema.pattern ?? real.pattern) === undefined ? (schema.description ?? real.description) : undefined;
  const line = <>{head}<code className={classes.typeName}>{typeLabel(document, schema)}</code></>;
  return (
    <li>
      {inner === undefined
        ? <div className={classes.leaf}>{line}</div>
        : (
          <details onToggle={(event) => setOpened(event.currentTarget.open)}>
            <summary>{line}</summary>
            {opened && <Inside document={document} schema={inner} />}
          </details>
        )}
      {description !== undefined && <p className={classes.note}>{description}</p>}
    </li>
  );
}
