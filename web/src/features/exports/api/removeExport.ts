import { path, remove } from '../../../lib/http';

export const removeExport = (project: string, id: string) => remove(path`/projects/${project}/exports/${id}`);
