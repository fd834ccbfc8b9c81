import { createContext, useContext } from 'react';
import type { Issue } from '../../engine/core';
import type { FieldValue } from '../../engine/model';

/** What the workbench offers to a canvas that is a form. Empty where a task is only looked at. */
export interface Workbench {
  /** Hands the task in, when it is complete. */
  submit?(): void;
  readonly issues: readonly Issue[];
  /** Answers that a model gave. */
  readonly suggested: ReadonlyMap<string, FieldValue>;
  readonly model?: string | undefined;
}

export const WorkbenchContext = createContext<Workbench>({ issues: [], suggested: new Map() });
export const useWorkbench = (): Workbench => useContext(WorkbenchContext);
