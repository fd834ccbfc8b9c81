import { useQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { usePreferences } from '../shell/usePreferences';
import { meQuery } from '../../lib/api/meQuery';

/** Around everything behind the door, the workbench too: the language and the theme of the account. Stands when the session ends. */
export function SignedIn() {
  const { data: me } = useQuery(meQuery());
  usePreferences(me);
  return <Outlet />;
}
