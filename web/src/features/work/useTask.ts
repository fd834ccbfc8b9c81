import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EditorCore } from '../../engine/core';
import type { CommentPlace } from '../../workbench/contract';
import type { Keyboard } from '../../workbench/shell/hotkeyHook';
import type { Prepared } from '../../workbench/shell/prepare';
import { runCommand } from '../../engine/core';

/** Which panel is open. Undefined closes it; the choice is kept for the next tasks. */
export function useSideTab(first: string | undefined): [string | undefined, (tab: string | undefined) => void] {
  const [tab, setTab] = useState<string | undefined>(first);
  return [tab, setTab];
}

export function useTimeFormat(): (iso: string) => string {
  const { i18n } = useTranslation();
  return useMemo(() => {
    const time = new Intl.DateTimeFormat(i18n.language, { hour: '2-digit', minute: '2-digit' });
    const day = new Intl.DateTimeFormat(i18n.language, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
    return (iso) => {
      const at = new Date(iso);
      if (Number.isNaN(at.getTime())) return '';
      return (Date.now() - at.getTime() < 20 * 3_600_000 ? time : day).format(at);
    };
  }, [i18n.language]);
}

/** Shows the place that a remark or an issue names. */
export function showPlace(prepared: Prepared | undefined, place: CommentPlace, keyboard: Keyboard): void {
  const core: EditorCore | undefined = prepared?.core;
  if (!core || place.regionId === undefined) return;
  core.select([place.regionId]);
  // The image editor brings what is selected into view by its own command; the text editor follows the selection.
  if ('reveal' in core && typeof core.reveal === 'function') (core.reveal as (id: string) => void).call(core, place.regionId);
  else runCommand(keyboard.commands, 'view.selection');
}

/** Puts the focus on a question of the form or of the selected region. */
export function focusField(name: string): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"] :is(input, textarea, [tabindex="0"])`)?.focus());
}
