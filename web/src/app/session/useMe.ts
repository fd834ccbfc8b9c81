import { useQuery } from '@tanstack/react-query';
import type { Me } from '../../lib/contracts';
import { meQuery } from '../../lib/api/meQuery';

/** Who is signed in. Only below the signed-in part of the router, which loads it first. */
export function useMe(): Me {
  const { data } = useQuery(meQuery());
  if (data === null || data === undefined) throw new Error('Nobody is signed in.');
  return data;
}
