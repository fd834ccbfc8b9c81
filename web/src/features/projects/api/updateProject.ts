import type { ProjectDetail, UpdateProject } from '../../../lib/contracts';
import { patch, path } from '../../../lib/http';

/** @param allowNames lets names of the customer's list through, which is recorded. */
export const updateProject = (project: string, request: UpdateProject, allowNames = false) =>
  patch<ProjectDetail>(path`/projects/${project}`, request, { query: { allowNames: allowNames || undefined } });
