import type { AskedGlass, Me, NewGlass } from '../../../lib/contracts';
import { path, post } from '../../../lib/http';

export const askForGlass = (request: NewGlass) => post<AskedGlass>('/registry/glasses', request);
/** Ends this session and begins one that sees the one project, until the glass closes. */
export const openGlass = (glass: string) => post<Me>(path`/registry/glasses/${glass}/open`);
