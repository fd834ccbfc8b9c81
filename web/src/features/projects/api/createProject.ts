import type { NewProject, ProjectDetail } from '../../../lib/contracts';
import { post } from '../../../lib/http';

export const createProject = (request: NewProject) => post<ProjectDetail>('/projects', request);
