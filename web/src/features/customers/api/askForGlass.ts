import type { GlassSummary, NewGlass } from '../../../lib/contracts';
import { path, post } from '../../../lib/http';

export const askForGlass = (request: NewGlass) => post<GlassSummary>('/break-glass', request);
/** From now until it ends this session sees the customer's content, and every look is logged. */
export const openGlass = (glass: string) => post(path`/break-glass/${glass}/open`);
export const closeGlass = (glass: string) => post(path`/break-glass/${glass}/close`);
