import { path, remove } from '../../../lib/http';

export const cancelImport = (project: string, id: string) => remove(path`/projects/${project}/imports/${id}`);
