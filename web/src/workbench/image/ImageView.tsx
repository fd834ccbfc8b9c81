import { Tooltip, VisuallyHidden } from '@mantine/core';
import { useEffect, useMemo, useRef, useState, type PointerEvent as ReactPointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { diffContents } from '../../engine/core';
import { boundsOf, isImageShape, type ImageCore, type PointerInput, type ScreenPoint } from '../../engine/image';
import type { Comment, ViewProps } from '../contract';
import { focusOf } from '../hotkeys';
import { useSignal } from '../useSignal';
import classes from './image.module.css';
import type { ImageMedia } from './media';
import { diffColors, ImageRenderer, type CanvasTheme } from './renderer';

/** The canvas. Everything on it can also be reached in the outliner and the inspector, its twins for keyboard and screen reader. */
export function ImageView({ core, media, compareWith, comments, onAddComment, onOpenComment }: ViewProps<ImageCore, ImageMedia>) {
  const { t } = useTranslation('workbench');
  const host = useRef<HTMLDivElement>(null);
  const readout = useRef<HTMLSpanElement>(null);
  const renderer = useRef<ImageRenderer>(undefined);

  useEffect(() => {
    const element = host.current!;
    const made = new ImageRenderer(element, core, media, themeOf(element));
    renderer.current = made;
    const showState = (): void => {
      element.style.cursor = core.cursor;
      if (!readout.current) return;
      const p = core.pointer && core.camera.toImage(core.pointer);
      const inside = p && p.x >= 0 && p.y >= 0 && p.x < media.width && p.y < media.height;
      readout.current.textContent = inside ? `${Math.floor(p.x)}, ${Math.floor(p.y)}` : `${media.width} × ${media.height}`;
    };
    showState();
    const stop = core.overlay.subscribe(showState);
    const onWheel = (e: WheelEvent): void => {
      e.preventDefault();
      core.wheel({ screen: placeOf(e, element), deltaX: e.deltaX, deltaY: e.deltaY, deltaMode: e.deltaMode, ctrlKey: e.ctrlKey, shiftKey: e.shiftKey });
    };
    // React listens passively, which would let the page scroll and zoom.
    element.addEventListener('wheel', onWheel, { passive: false });
    // The provider sets the colour scheme on the root element after this effect, and whenever it changes.
    const scheme = new MutationObserver(() => made.setTheme(themeOf(element)));
    scheme.observe(document.documentElement, { attributeFilter: ['data-mantine-color-scheme', 'class', 'style'] });
    return () => {
      stop();
      scheme.disconnect();
      element.removeEventListener('wheel', onWheel);
      made.dispose();
      renderer.current = undefined;
    };
  }, [core, media]);

  const docVersion = useSignal(core.doc);
  const compare = useMemo(
    () => (compareWith ? diffContents(compareWith, core.toContent()) : undefined),
    // The document is read through the core; its version says when it has changed.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [compareWith, core, docVersion],
  );
  useEffect(() => renderer.current?.setCompare(compare), [compare, core, media]);

  useEffect(() => core.commentRequests.on((place) => onAddComment?.(place)), [core, onAddComment]);
  useHeldKeys(core);

  const input = (e: ReactPointerEvent): PointerInput => ({
    screen: placeOf(e, host.current!), button: e.button, shiftKey: e.shiftKey, modKey: e.ctrlKey || e.metaKey, altKey: e.altKey,
    pointerId: e.pointerId, touch: e.pointerType === 'touch',
  });

  return (
    <div className={classes.view}>
      {/* What happens on a canvas is not in its markup: an application, in the words of ARIA, which takes the focus and the pointer. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={host}
        className={classes.canvas}
        role="application"
        aria-label={t('image.canvas', { name: media.name })}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        data-testid="image-canvas"
        onPointerDown={(e) => {
          // The focus ring is for those who come by keyboard.
          e.currentTarget.dataset['byPointer'] = '';
          e.currentTarget.focus({ preventScroll: true });
          e.currentTarget.setPointerCapture(e.pointerId);
          core.pointerDown(input(e));
          // No text selection, no autoscroll of the middle button.
          e.preventDefault();
        }}
        onBlur={(e) => delete e.currentTarget.dataset['byPointer']}
        onPointerMove={(e) => core.pointerMove(input(e))}
        onPointerUp={(e) => core.pointerUp(input(e))}
        onPointerCancel={(e) => core.pointerCancel(input(e))}
        onPointerLeave={() => core.pointerLeave()}
        onContextMenu={(e) => e.preventDefault()}
      />
      {comments && comments.length > 0 && <Pins core={core} comments={comments} onOpen={onOpenComment} />}
      <div className={classes.hud} aria-hidden>
        {compare && (
          <span className={classes.legend}>
            {(['added', 'changed', 'removed'] as const).map((kind) => (
              <span key={kind}><i style={{ background: diffColors[kind] }} />{t(`image.diff.${kind}`, { count: compare[kind].length })}</span>
            ))}
          </span>
        )}
        <span className={classes.readout} ref={readout} />
      </div>
      <Announcer core={core} />
    </div>
  );
}

const placeOf = (e: { clientX: number; clientY: number }, element: HTMLElement): ScreenPoint => {
  const r = element.getBoundingClientRect();
  return { x: e.clientX - r.left, y: e.clientY - r.top };
};

function themeOf(element: HTMLElement): CanvasTheme {
  const style = getComputedStyle(element);
  const accent = style.getPropertyValue('--mantine-primary-color-filled').trim();
  return { background: style.backgroundColor, accent: /^#[0-9a-f]{6}$/i.test(accent) ? accent : '#1c7ed6', font: style.fontFamily };
}

/** Space pans while it is held; what hides the shapes shows them again when it is let go. */
function useHeldKeys(core: ImageCore): void {
  useEffect(() => {
    const down = (e: KeyboardEvent): void => {
      if (e.defaultPrevented || e.code !== 'Space' || e.ctrlKey || e.metaKey || e.altKey || focusOf(e.target) !== 'page') return;
      if (e.target instanceof HTMLElement && e.target.matches('button, a[href], input, summary, [role=button], [role=slider]')) return;
      e.preventDefault();
      core.setSpace(true);
    };
    const up = (e: KeyboardEvent): void => {
      if (e.code === 'Space') core.setSpace(false);
      core.setPeeking(false);
    };
    const letGo = (): void => {
      core.setSpace(false);
      core.setPeeking(false);
    };
    window.addEventListener('keydown', down);
    window.addEventListener('keyup', up);
    window.addEventListener('blur', letGo);
    return () => {
      window.removeEventListener('keydown', down);
      window.removeEventListener('keyup', up);
      window.removeEventListener('blur', letGo);
    };
  }, [core]);
}

function Pins({ core, comments, onOpen }: { readonly core: ImageCore; readonly comments: readonly Comment[]; onOpen: ViewProps<ImageCore, ImageMedia>['onOpenComment'] }) {
  const { t } = useTranslation('workbench');
  useSignal(core.camera.changed);
  useSignal(core.any);
  return (
    <div className={classes.pins}>
      {comments.map((comment, i) => {
        const region = comment.regionId === undefined ? undefined : core.region(comment.regionId);
        const shape = region && core.shapeOf(region);
        // A comment follows its region; the place where it was made is for when the region is gone.
        const place = shape && isImageShape(shape) ? { x: boundsOf(shape).maxX, y: boundsOf(shape).minY } : comment.x !== undefined && comment.y !== undefined ? { x: comment.x, y: comment.y } : undefined;
        if (!place || (region && !core.isVisible(region.id))) return null;
        const at = core.camera.toScreen(place);
        return (
          <Tooltip key={comment.id} label={comment.text} multiline maw={280} openDelay={150}>
            <button
              type="button"
              className={classes.pin}
              data-resolved={comment.resolved || undefined}
              style={{ transform: `translate(${Math.round(at.x)}px, ${Math.round(at.y)}px)` }}
              aria-label={t(comment.resolved ? 'image.comment.resolved' : 'image.comment.open', { text: comment.text })}
              onClick={() => onOpen?.(comment.id)}
            >
              {i + 1}
            </button>
          </Tooltip>
        );
      })}
    </div>
  );
}

function Announcer({ core }: { readonly core: ImageCore }) {
  const { t } = useTranslation('workbench');
  const [said, setSaid] = useState('');
  useEffect(
    () => core.announcements.on(({ messageKey, params }) => {
      const filled: Record<string, string | number> = { ...params };
      if (filled['shape'] !== undefined) filled['shape'] = String(t(`image.tool.${filled['shape']}`));
      setSaid(t(messageKey, filled));
    }),
    [core, t],
  );
  return <VisuallyHidden role="status" aria-live="polite" data-testid="announcer">{said}</VisuallyHidden>;
}
