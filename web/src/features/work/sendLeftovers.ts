import { openLocalWork } from '../../workbench/shell/localWork';
import { outboxWire } from './api/sendEntry';

/** Sends what an earlier visit to the workbench left on this device. Safe to call again and again. */
export async function sendLeftovers(person: string): Promise<void> {
  const { outbox } = await openLocalWork(person, outboxWire);
  outbox.wake();
}
