export { decode, encode, toBase64, toHex } from './bytes';
export { auditLog, type AuditOptions, type AuditReport, type ReadFile } from './audit';
export { auditBreaks, checkBeginning, openBreak, parseBreak, type AuditedBreak, type LogBreak } from './break';
export { checkpointText, openCheckpoint, parseCheckpoint, type Checkpoint } from './checkpoint';
export { Distrust, type Doubt } from './distrust';
export { LogReader, readEntry, type Gap, type AccessEntry, type Reading, type Timeline } from './entries';
export { extends_, includes, leafHash } from './merkle';
export { keyText, parseKey, parseNote, verifyNote, type NoteKey, type SignedNote, type VerifiedSignature } from './note';
export { parseProof, proofHeader, verifyProof, type LogProof } from './proof';
