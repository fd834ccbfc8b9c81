import { ActionIcon, Button, Divider, Kbd, Menu, Popover, SegmentedControl, Slider, Tooltip } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconArrowBackUp, IconArrowForwardUp, IconCheck, IconEye, IconHandStop, IconMaximize, IconMessage, IconMinus, IconPlus, IconPointer, IconPolygon, IconSquare, IconTarget, type Icon } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { neutral, type Adjustments, type ImageCore, type ToolId } from '../../engine/image';
import type { PanelProps } from '../contract';
import { useSignal } from '../useSignal';
import classes from './image.module.css';

const toolIcons: Record<ToolId, Icon> = { select: IconPointer, box: IconSquare, polygon: IconPolygon, point: IconTarget, pan: IconHandStop, comment: IconMessage };

export function ImageToolbar({ core, keyLabel, run }: PanelProps<ImageCore>) {
  const { t } = useTranslation('workbench');
  useSignal(core.any);
  const drawable = (['box', 'polygon', 'point'] as const).filter((kind) => core.canEdit && core.classesFor(kind).length > 0);
  const tools: ToolId[] = ['select', ...drawable, 'pan', ...(core.mode === 'review' ? (['comment'] as const) : [])];
  return (
    <div className={classes.toolbar} role="toolbar" aria-label={t('image.toolbar')}>
      {tools.map((id) => {
        const ToolIcon = toolIcons[id];
        return (
          <ToolButton key={id} label={t(`image.tool.${id}`)} keys={keyLabel(`tool.${id}`)} pressed={core.tool === id} onClick={() => run(`tool.${id}`)}>
            <ToolIcon size={17} stroke={1.6} />
          </ToolButton>
        );
      })}
      {core.tool === 'box' && (
        <SegmentedControl
          size="xs"
          className={classes.boxMode}
          aria-label={t('image.boxMode.label')}
          value={core.boxMode}
          onChange={(mode) => core.setBoxMode(mode === 'extreme' ? 'extreme' : 'corners')}
          data={(['corners', 'extreme'] as const).map((value) => ({ value, label: t(`image.boxMode.${value}`) }))}
        />
      )}
      {core.canEdit && (
        <>
          <Divider orientation="vertical" />
          <ToolButton label={t('command.undo')} keys={keyLabel('edit.undo')} disabled={core.undoLabel === undefined} onClick={() => run('edit.undo')}><IconArrowBackUp size={17} stroke={1.6} /></ToolButton>
          <ToolButton label={t('command.redo')} keys={keyLabel('edit.redo')} disabled={core.redoLabel === undefined} onClick={() => run('edit.redo')}><IconArrowForwardUp size={17} stroke={1.6} /></ToolButton>
        </>
      )}
      <span className={classes.spacer} />
      <AdjustmentsButton core={core} />
      <ViewMenu core={core} keyLabel={keyLabel} run={run} />
      <Divider orientation="vertical" />
      <ZoomControls core={core} keyLabel={keyLabel} run={run} />
    </div>
  );
}

interface ToolButtonProps { readonly label: string; readonly keys?: string | undefined; readonly pressed?: boolean; readonly disabled?: boolean; readonly children: ReactNode; onClick?(): void }

function ToolButton({ label, keys, pressed, disabled, children, onClick }: ToolButtonProps) {
  return (
    <Tooltip label={<span className={classes.tip}>{label}{keys && <Kbd size="xs">{keys}</Kbd>}</span>} openDelay={350} withinPortal>
      <ActionIcon
        variant={pressed ? 'filled' : 'subtle'}
        color={pressed ? undefined : 'gray'}
        size={30}
        radius="md"
        aria-label={label}
        aria-pressed={pressed}
        aria-keyshortcuts={keys}
        data-disabled={disabled || undefined}
        aria-disabled={disabled || undefined}
        onClick={disabled ? undefined : onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

function AdjustmentsButton({ core }: { readonly core: ImageCore }) {
  const { t } = useTranslation('workbench');
  const [opened, setOpened] = useState(false);
  const { adjustments } = core;
  const changed = adjustments.brightness !== 1 || adjustments.contrast !== 1 || adjustments.saturation !== 1;
  const slider = (name: keyof Adjustments) => (
    <div className={classes.slider} key={name}>
      <span id={`adjust-${name}`}>{t(`image.adjust.${name}`)}</span>
      <output>{Math.round(adjustments[name] * 100)} %</output>
      <Slider
        size="xs"
        min={0} max={2.5} step={0.05} value={adjustments[name]}
        onChange={(v) => core.setAdjustments({ [name]: v })}
        label={null}
        marks={[{ value: 1 }]}
        thumbProps={{ 'aria-labelledby': `adjust-${name}` }}
      />
    </div>
  );
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" shadow="md" trapFocus={false} width={240} withinPortal>
      <Popover.Target>
        <Tooltip label={<span className={classes.tip}>{t('image.adjust.title')}</span>} openDelay={350} disabled={opened}>
          <ActionIcon variant={changed ? 'light' : 'subtle'} color={changed ? undefined : 'gray'} size={30} radius="md" aria-label={t('image.adjust.title')} onClick={() => setOpened(!opened)}>
            <IconAdjustmentsHorizontal size={17} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p="sm">
        {(['brightness', 'contrast', 'saturation'] as const).map(slider)}
        <Button size="compact-xs" variant="default" fullWidth disabled={!changed} onClick={() => core.setAdjustments(neutral)}>{t('image.command.neutral')}</Button>
      </Popover.Dropdown>
    </Popover>
  );
}

function ViewMenu({ core, keyLabel, run }: PanelProps<ImageCore>) {
  const { t } = useTranslation('workbench');
  const [opened, setOpened] = useState(false);
  const item = (id: string, label: string, on?: boolean) => (
    <Menu.Item
      key={id}
      fz="xs"
      role={on === undefined ? 'menuitem' : 'menuitemcheckbox'}
      aria-checked={on}
      leftSection={<IconCheck size={14} visibility={on ? 'visible' : 'hidden'} />}
      rightSection={keyLabel(id) && <Kbd size="xs">{keyLabel(id)}</Kbd>}
      onClick={() => run(id)}
    >
      {label}
    </Menu.Item>
  );
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-end" shadow="md" withinPortal closeOnItemClick={false} width={270}>
      <Menu.Target>
        <Tooltip label={<span className={classes.tip}>{t('image.viewMenu')}</span>} openDelay={350} disabled={opened}>
          <ActionIcon variant="subtle" color="gray" size={30} radius="md" aria-label={t('image.viewMenu')}><IconEye size={17} stroke={1.6} /></ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {item('view.labels', t('image.command.labels'), core.view.labels)}
        {item('view.patterns', t('image.command.patterns'), core.view.patterns)}
        {item('view.crosshair', t('image.command.crosshair'), core.view.crosshair)}
        <Menu.Divider />
        {item('region.hideAll', t('command.hideAll'))}
        {item('view.actualSize', t('image.command.actualSize'))}
        {item('view.selection', t('image.command.zoomSelection'))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Of its own, because it is drawn again with every step of a zoom. */
function ZoomControls({ core, keyLabel, run }: PanelProps<ImageCore>) {
  const { t } = useTranslation('workbench');
  useSignal(core.camera.changed);
  return (
    <>
      <ToolButton label={t('image.command.zoomOut')} keys={keyLabel('view.zoomOut')} onClick={() => run('view.zoomOut')}><IconMinus size={15} stroke={1.8} /></ToolButton>
      <span className={classes.zoom}>{Math.round(core.camera.scale * 100)} %</span>
      <ToolButton label={t('image.command.zoomIn')} keys={keyLabel('view.zoomIn')} onClick={() => run('view.zoomIn')}><IconPlus size={15} stroke={1.8} /></ToolButton>
      <ToolButton label={t('image.command.fit')} keys={keyLabel('view.fit')} onClick={() => run('view.fit')}><IconMaximize size={16} stroke={1.6} /></ToolButton>
    </>
  );
}
