import { ActionIcon, Divider, Kbd, SegmentedControl, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconCursorText, IconHighlight, IconLink, IconTag, IconTagOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TextCore } from '../../engine/text';
import type { PanelProps } from '../contract';
import { useSignal } from '../useSignal';
import { useTagsShown } from './tagsShown';
import classes from './text.module.css';

export function TextToolbar({ core, keyLabel, run }: PanelProps<TextCore>) {
  const { t } = useTranslation('workbench');
  useSignal(core.any);
  const [tagsShown, setTagsShown] = useTagsShown();
  const hasClasses = (core.ontology.classes?.length ?? 0) > 0;
  const hasRelations = (core.ontology.relations?.length ?? 0) > 0;
  const active = core.activeClass === undefined ? undefined : core.labelClass(core.activeClass);
  const hint =
    core.tool === 'relate' ? t('text.hint.relate')
    : core.tool === 'label' && active ? t('text.hint.label', { class: active.title ?? active.name })
    : core.range ? t('text.hint.range')
    : '';
  return (
    <div className={classes.toolbar} role="toolbar" aria-label={t('text.toolbar')}>
      {hasClasses && core.canEdit && (
        <>
          <ToolButton label={t('text.command.select')} keys={keyLabel('tool.select')} pressed={core.tool === 'select'} onClick={() => run('tool.select')}><IconCursorText size={17} stroke={1.6} /></ToolButton>
          <ToolButton label={t('text.command.labelTool')} keys={keyLabel('tool.label')} pressed={core.tool === 'label'} onClick={() => run('tool.label')}><IconHighlight size={17} stroke={1.6} /></ToolButton>
          {hasRelations && (
            <ToolButton label={t('text.command.relate')} keys={keyLabel('tool.relate')} pressed={core.tool === 'relate'} disabled={core.tool !== 'relate' && !core.selected} onClick={() => run('tool.relate')}>
              <IconLink size={17} stroke={1.6} />
            </ToolButton>
          )}
          <SegmentedControl
            size="xs"
            aria-label={t('text.unit.label')}
            value={core.unit}
            onChange={(unit) => core.setUnit(unit === 'character' ? 'character' : 'word')}
            data={(['word', 'character'] as const).map((value) => ({ value, label: t(`text.unit.${value}`) }))}
          />
        </>
      )}
      {core.canEdit && (
        <>
          {hasClasses && <Divider orientation="vertical" />}
          <ToolButton label={t('command.undo')} keys={keyLabel('edit.undo')} disabled={core.undoLabel === undefined} onClick={() => run('edit.undo')}><IconArrowBackUp size={17} stroke={1.6} /></ToolButton>
          <ToolButton label={t('command.redo')} keys={keyLabel('edit.redo')} disabled={core.redoLabel === undefined} onClick={() => run('edit.redo')}><IconArrowForwardUp size={17} stroke={1.6} /></ToolButton>
        </>
      )}
      <span className={classes.hint} role="status">{hint}</span>
      <span className={classes.spacer} />
      {hasClasses && (
        <ToolButton label={t(tagsShown ? 'text.hideTags' : 'text.showTags')} pressed={tagsShown} quiet onClick={() => setTagsShown(!tagsShown)}>
          {tagsShown ? <IconTag size={17} stroke={1.6} /> : <IconTagOff size={17} stroke={1.6} />}
        </ToolButton>
      )}
    </div>
  );
}

interface ToolButtonProps { readonly label: string; readonly keys?: string | undefined; readonly pressed?: boolean; readonly quiet?: boolean; readonly disabled?: boolean; readonly children: ReactNode; onClick?(): void }

function ToolButton({ label, keys, pressed, quiet, disabled, children, onClick }: ToolButtonProps) {
  return (
    <Tooltip label={<span className={classes.tip}>{label}{keys && <Kbd size="xs">{keys}</Kbd>}</span>} openDelay={350} withinPortal>
      <ActionIcon
        variant={pressed && !quiet ? 'filled' : 'subtle'} color={pressed && !quiet ? undefined : 'gray'} size={30} radius="md"
        aria-label={label} aria-pressed={pressed} aria-keyshortcuts={keys} data-disabled={disabled || undefined} aria-disabled={disabled || undefined}
        onClick={disabled ? undefined : onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
