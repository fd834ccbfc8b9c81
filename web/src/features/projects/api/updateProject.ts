import type { ProjectDetail, UpdateProject } from '../../../lib/contracts';
import { patch, path } from '../../../lib/http';

export const updateProject = (project: string, request: UpdateProject) => patch<ProjectDetail>(path`/projects/${project}`, request);
