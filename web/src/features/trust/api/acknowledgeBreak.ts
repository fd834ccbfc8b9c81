import { path, post } from '../../../lib/http';

export const acknowledgeBreak = (number: number) => post<void>(path`/log/breaks/${String(number)}/acknowledge`, {});
