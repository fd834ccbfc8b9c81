import { path, post } from '../http';

/** Closes what is open, or withdraws what was asked. */
export const closeGlass = (glass: string) => post(path`/registry/glasses/${glass}/close`);
