import { apiUrl, path } from '../../../lib/http';

/** A file `.tlog-proof`: the proof that the log has this entry. */
export const receiptUrl = (index: number): string => apiUrl(path`/log/receipts/${String(index)}`);
