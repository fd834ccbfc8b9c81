import { useTranslation } from 'react-i18next';
import type { AnnotationContent, AssetReference, InputDefinition, Ontology, TaskData } from '../engine/model';
import { Markdown } from '../ui/Markdown';
import classes from './AnnotationViewer.module.css';
import { AnswerFacts } from './AnswerFacts';
import { ShapeOverlay } from './ShapeOverlay';
import { SpanText } from './SpanText';

export interface AnnotationViewerProps {
  ontology: Ontology;
  data: TaskData;
  content: AnnotationContent;
  mediaUrl: (asset: string) => string;
}

/** Shows an answer on its data, read-only: shapes over the picture, marked passages in the text, answers below. */
export function AnnotationViewer({ ontology, data, content, mediaUrl }: AnnotationViewerProps) {
  return (
    <div className={classes.root}>
      {ontology.inputs.map((input) => (
        <section key={input.name} aria-label={input.title ?? input.name}>
          {ontology.inputs.length > 1 && <h3 className={classes.input}>{input.title ?? input.name}</h3>}
          <InputView input={input} value={data[input.name]} ontology={ontology} content={content} mediaUrl={mediaUrl} />
        </section>
      ))}
      <AnswerFacts ontology={ontology} content={content} />
    </div>
  );
}

function InputView({ input, value, ontology, content, mediaUrl }: Omit<AnnotationViewerProps, 'data'> & { input: InputDefinition; value: unknown }) {
  const { t } = useTranslation('viewer');
  if (isAsset(value) && value.mediaType.startsWith('image/'))
    return <ShapeOverlay asset={value} url={mediaUrl(value.asset)} regions={content.regions ?? []} ontology={ontology} />;
  if (isAsset(value)) return <a href={mediaUrl(value.asset)}>{value.name}</a>;
  if (typeof value === 'string' && input.kind === 'markdown') return <Markdown text={value} />;
  if (typeof value === 'string') return <SpanText text={value} input={input.name} regions={content.regions ?? []} ontology={ontology} />;
  if (value === undefined) return <p className={classes.absent}>{t('absent')}</p>;
  return <pre className={classes.json}>{JSON.stringify(value, null, 2)}</pre>;
}

const isAsset = (value: unknown): value is AssetReference =>
  typeof value === 'object' && value !== null && 'asset' in value && typeof value.asset === 'string' && 'mediaType' in value && typeof value.mediaType === 'string';
