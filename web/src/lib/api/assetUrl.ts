import { apiUrl, path } from '../http';

export const assetUrl = (project: string, asset: string): string => apiUrl(path`/projects/${project}/assets/${asset}`);
export const thumbnailUrl = (project: string, asset: string): string => apiUrl(path`/projects/${project}/assets/${asset}/thumbnail`);
