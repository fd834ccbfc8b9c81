import type { CloneProject, ProjectDetail } from '../../../lib/contracts';
import { path, post } from '../../../lib/http';

export const cloneProject = (project: string, request: CloneProject) => post<ProjectDetail>(path`/projects/${project}/clone`, request);
