import { Switch } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { diffWords, type DiffPart } from '../../engine/form';
import type { InputDefinition, TaskData } from '../../engine/model';
import { Markdown } from './Markdown';
import classes from './shell.module.css';

interface InputsProps {
  readonly inputs: readonly InputDefinition[];
  readonly data: TaskData;
  imageUrl(input: string, asset: string): string;
}

/** What a task shows besides (or instead of) a canvas: texts beside each other, pictures, formatted text. */
export function Inputs({ inputs, data, imageUrl }: InputsProps) {
  const { t } = useTranslation('workbench');
  const [marked, setMarked] = useLocalStorage<boolean>({ key: 'cloison.compare.diff', defaultValue: false, getInitialValueInEffect: false });
  const comparable = comparableOf(inputs, data);
  const parts = useMemo(() => {
    if (!comparable || !marked) return undefined;
    const [a, b] = comparable;
    const found = diffWords(String(data[a!.name]), String(data[b!.name]));
    return found && new Map([[a!.name, found[0]], [b!.name, found[1]]]);
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [data, marked]);
  if (inputs.length === 0) return null;

  const show = (input: InputDefinition, wide: boolean): ReactNode => {
    const value = data[input.name];
    return (
      <section key={input.name} className={classes.input} data-wide={wide || undefined} data-kind={input.kind} aria-label={input.title ?? input.name}>
        {(inputs.length > 1 || input.title !== undefined) && <h3 className={classes.inputTitle}>{input.title ?? input.name}</h3>}
        {input.kind === 'image' ? <Picture value={value} name={input.title ?? input.name} url={(asset) => imageUrl(input.name, asset)} />
        : typeof value !== 'string' ? <p className={classes.absent}>{t('work.absentInput')}</p>
        : input.kind === 'markdown' && !parts?.has(input.name) ? <Markdown text={value} />
        : <p className={classes.inputText} dir="auto">{parts?.has(input.name) ? parts.get(input.name)!.map(mark) : value}</p>}
      </section>
    );
  };
  const alone = inputs.filter((i) => !comparable?.includes(i));
  return (
    <div className={classes.inputs}>
      {alone.map((i) => show(i, true))}
      {comparable && (
        <>
          <div className={classes.compareBar}>
            <Switch size="xs" checked={marked} onChange={(e) => setMarked(e.currentTarget.checked)} label={t('work.markDifferences')} />
            {marked && !parts && <span>{t('work.tooDifferent')}</span>}
          </div>
          <div className={classes.pair}>{comparable.map((i) => show(i, false))}</div>
        </>
      )}
    </div>
  );
}

/** Two texts that are shown side by side: the last two, when both are plain, or when something before them (a prompt) is what they answer. */
function comparableOf(inputs: readonly InputDefinition[], data: TaskData): readonly InputDefinition[] | undefined {
  const texts = inputs.filter((i) => i.kind !== 'image' && typeof data[i.name] === 'string');
  const [a, b] = texts.slice(-2);
  if (!a || !b || a.kind !== b.kind) return undefined;
  return a.kind === 'text' || texts.length >= 3 ? [a, b] : undefined;
}

const mark = (part: DiffPart, i: number): ReactNode => (part.differs ? <mark key={i} className={classes.differs}>{part.text}</mark> : part.text);

function Picture({ value, name, url }: { readonly value: unknown; readonly name: string; url(asset: string): string }) {
  const { t } = useTranslation('workbench');
  const asset = assetOf(value);
  if (!asset) return <p className={classes.absent}>{t('work.absentInput')}</p>;
  const { width, height } = asset;
  return <img className={classes.picture} src={url(asset.asset)} alt={name} {...(width && height ? { width, height } : {})} draggable={false} />;
}

export function assetOf(value: unknown): { readonly asset: string; readonly width?: number; readonly height?: number } | undefined {
  if (typeof value !== 'object' || value === null || !('asset' in value) || typeof value.asset !== 'string') return undefined;
  const number = (n: unknown): number | undefined => (typeof n === 'number' ? n : undefined);
  const width = 'width' in value ? number(value.width) : undefined;
  const height = 'height' in value ? number(value.height) : undefined;
  return { asset: value.asset, ...(width !== undefined && { width }), ...(height !== undefined && { height }) };
}
