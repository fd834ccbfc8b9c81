import { useTranslation } from 'react-i18next';
import type { AnnotationContent, Field, FieldValue, Ontology, Values } from '../engine/model';
import classes from './AnnotationViewer.module.css';

/** The answer in words: the regions by class with their attributes, the relations, the form. Also what a screen reader reads. */
export function AnswerFacts({ ontology, content }: { ontology: Ontology; content: AnnotationContent }) {
  const { t } = useTranslation(['viewer', 'common']);
  const known = new Map((ontology.classes ?? []).map((c) => [c.name, c]));
  const regions = content.regions ?? [];
  const say = (field: Field | undefined, value: FieldValue): string => {
    if (typeof value === 'boolean') return t(value ? 'common:yes' : 'common:no');
    const options = field?.kind === 'choice' || field?.kind === 'multi_choice' ? field.options : [];
    const title = (text: string) => options.find((option) => option.value === text)?.title ?? text;
    return Array.isArray(value) ? value.map(title).join(', ') : typeof value === 'string' ? title(value) : String(value);
  };
  const sayAll = (fields: readonly Field[] | undefined, values: Values | undefined) =>
    Object.entries(values ?? {}).map(([name, value]) => {
      const field = fields?.find((f) => f.name === name);
      return { name: field?.title ?? name, text: say(field, value) };
    });
  const answers = sayAll(ontology.fields, content.values);
  if (regions.length === 0 && answers.length === 0) return <p className={classes.absent}>{t('empty')}</p>;
  return (
    <div className={classes.facts}>
      {answers.length > 0 && (
        <dl className={classes.answers}>
          {answers.map((answer) => <div key={answer.name}><dt>{answer.name}</dt><dd>{answer.text}</dd></div>)}
        </dl>
      )}
      {regions.length > 0 && (
        <ul className={classes.regions}>
          {regions.slice(0, 200).map((region) => (
            <li key={region.id}>
              <span className={classes.swatch} style={{ background: known.get(region.class)?.color ?? '#888888' }} />
              <span>{known.get(region.class)?.title ?? region.class}</span>
              {region.shape.kind === 'span' && region.shape.quote !== undefined && <q className={classes.quote}>{region.shape.quote}</q>}
              {sayAll(known.get(region.class)?.attributes, region.attributes).map((a) => <small key={a.name}>{a.name} {a.text}</small>)}
              {region.score !== undefined && <small>{Math.round(region.score * 100)} %</small>}
            </li>
          ))}
          {regions.length > 200 && <li>{t('common:andMore', { count: regions.length - 200 })}</li>}
        </ul>
      )}
      {(content.relations ?? []).length > 0 && (
        <ul className={classes.regions}>
          {content.relations?.map((relation) => {
            const name = (id: string) => {
              const region = regions.find((r) => r.id === id);
              return region?.shape.kind === 'span' ? (region.shape.quote ?? region.class) : (known.get(region?.class ?? '')?.title ?? region?.class ?? id);
            };
            return <li key={relation.id}>{name(relation.from)} <small>{ontology.relations?.find((r) => r.name === relation.name)?.title ?? relation.name} →</small> {name(relation.to)}</li>;
          })}
        </ul>
      )}
    </div>
  );
}
