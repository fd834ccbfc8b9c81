import { useSyncExternalStore } from 'react';
import type { Signal } from '../engine/core';

/** Draws the component again whenever the signal is bumped. */
export function useSignal(signal: Signal): number {
  return useSyncExternalStore(signal.subscribe, signal.getVersion, signal.getVersion);
}
