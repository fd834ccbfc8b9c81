/**
 * What crosses the wire, as in src/Cloison.Contracts: camelCase members, snake_case enumerations, ids as prefixed text.
 * The server writes no nulls, so what may be absent is optional here.
 */
import type { AnnotationContent, Editor, Ontology, TaskData } from '../engine/model';

export type * from '../engine/model';

export interface Page<T> { items: T[]; next?: string }

// Session and people

export type Role = 'annotator' | 'reviewer' | 'lead' | 'engineer' | 'administrator';
export const roles: readonly Role[] = ['annotator', 'reviewer', 'lead', 'engineer', 'administrator'];

export interface SetupState { needed: boolean }
export interface SetUp { token: string; displayName: string; email: string; password: string; customerName: string }
export interface SignIn { email: string; password: string }
export interface CustomerSummary { id: string; name: string }
/** As the operator sees a customer. No state: nobody has used it since the server started. */
export interface CustomerStanding extends CustomerSummary { codeName: string; isHouse: boolean; custody?: CustodyState; log?: LogState; headSignedAt?: string }

export interface Me {
  person: string;
  displayName: string;
  email: string;
  isOperator: boolean;
  customer?: CustomerSummary;
  roles: Role[];
  customers: CustomerSummary[];
  language?: string;
  theme?: string;
  hotkeys?: Record<string, string>;
  glass?: GlassSession;
  mayAskForGlass: boolean;
  isOwner: boolean;
}

export interface UpdateMe { displayName?: string; language?: string; theme?: string; hotkeys?: Record<string, string> }
export interface ChangePassword { current: string; new: string }
export interface ProvePassword { password: string }
export interface SwitchCustomer { customer: string }
export interface NewCustomer { name: string }
/** The invitation is for the customer's first administrator: whoever makes a customer has no role there. */
export interface CreatedCustomer extends CustomerSummary { invitation: NewInvitation }
export interface SessionSummary { id: string; createdAt: string; lastSeenAt: string; device: string; address: string; isCurrent: boolean }
export interface PasskeySummary { id: string; name: string; createdAt: string }
export interface PasskeyChallenge { optionsJson: string; state: string }
export interface PasskeyAnswer { credentialJson: string; state: string; name?: string }
export interface PersonSummary { id: string; displayName: string; email: string; roles: Role[]; joinedAt: string; lastSeenAt?: string }
export interface SetRoles { roles: Role[] }
export interface Invite { email?: string; roles: Role[] }
export interface NewInvitation { id: string; link: string; expiresAt: string }
export interface InvitationSummary { id: string; email?: string; roles: Role[]; createdAt: string; expiresAt: string }
export interface InvitationToken { token: string }
export interface InvitationPreview { customerName: string; email?: string; roles: Role[]; hasAccount: boolean }
export interface AcceptInvitation { token: string; displayName?: string; email?: string; password?: string }

export type KeyEnvironment = 'test' | 'live';
export type KeyScope = 'read' | 'write' | 'export' | 'administer' | 'audit';
export const keyScopes: readonly KeyScope[] = ['read', 'write', 'export', 'administer', 'audit'];
export interface NewApiKey { name: string; environment: KeyEnvironment; scopes: KeyScope[]; expiresAt?: string }
export interface CreatedApiKey { id: string; secret: string }
export interface ApiKeySummary {
  id: string; name: string; prefix: string; environment: KeyEnvironment; scopes: KeyScope[];
  createdAt: string; expiresAt?: string; lastUsedAt?: string;
}

// Projects

export type ProjectState = 'active' | 'paused' | 'archived';
export const projectStates: readonly ProjectState[] = ['active', 'paused', 'archived'];
export interface ProjectTemplate { id: string; ontology: Ontology; instructions: string }
export interface NewProject { name: string; ontology: Ontology; instructions?: string; overlap?: number; reviewLevels?: number; leaseSeconds?: number }
export interface UpdateProject {
  name?: string; instructions?: string; overlap?: number; reviewLevels?: number; leaseSeconds?: number; state?: ProjectState;
  watermark?: boolean;
}
export interface CloneProject { name: string }
export interface TaskCounts { open: number; review: number; done: number; cancelled: number; gold: number }
export interface ProjectSummary {
  id: string; name: string; state: ProjectState; editor: Editor; overlap: number; reviewLevels: number; tasks: TaskCounts; createdAt: string;
  /** The owner has taken its key back: the name is empty. */
  isWithheld: boolean;
}
export interface ProjectDetail {
  id: string; name: string; state: ProjectState; ontology: Ontology; ontologyVersion: number; instructions: string;
  overlap: number; reviewLevels: number; leaseSeconds: number; tasks: TaskCounts; createdAt: string;
  watermark: boolean;
}
export interface OntologyVersion { version: number; ontology: Ontology; createdBy?: string; createdAt: string }
export interface LabelCount { label: string; count: number }
export interface HourCount { hour: string; count: number }
export interface PersonStats {
  person: string; name: string; submitted: number; accepted: number; rejected: number; reviews: number; skipped: number;
  activeSeconds: number; lastAt?: string;
}
export interface ProjectStats { tasks: TaskCounts; labels: LabelCount[]; hours: HourCount[]; people: PersonStats[]; agreement?: number }
export interface BatchSummary { id: string; name: string; tasks: TaskCounts; createdAt: string }

// Tasks

export type TaskState = 'open' | 'review' | 'done' | 'cancelled' | 'gold';
export const taskStates: readonly TaskState[] = ['open', 'review', 'done', 'cancelled', 'gold'];
export type AnnotationState = 'in_review' | 'accepted' | 'rejected' | 'superseded' | 'surplus';
export type Verdict = 'accept' | 'reject' | 'fix';
export type LeaseKind = 'label' | 'review' | 'rework';

export interface TaskSummary {
  id: string; name: string; batch?: string; state: TaskState; priority: number; answers: number; overlap: number;
  thumbnail?: string; excerpt?: string; labels: string[]; createdAt: string; updatedAt: string;
}
export interface TaskDetail {
  id: string; project: string; name: string; batch?: string; state: TaskState; priority: number; overlap: number; data: TaskData;
  annotations: AnnotationDetail[]; predictions: PredictionDetail[]; gold?: AnnotationContent; result?: TaskResult;
  comments: CommentDetail[]; history: TaskEvent[]; createdAt: string; updatedAt: string;
}
export interface TaskResult { content: AnnotationContent; agreement?: number; at: string }
export interface AnnotationDetail {
  id: string; person: string; personName: string; state: AnnotationState; replaces?: string; ontologyVersion: number;
  content: AnnotationContent; reviews: ReviewDetail[]; activeSeconds: number; createdAt: string;
}
export interface ReviewDetail { id: string; person: string; personName: string; level: number; verdict: Verdict; comment?: string; createdAt: string }
export interface PredictionDetail { model: string; content: AnnotationContent }
export interface CommentDetail {
  id: string; person: string; personName: string; text: string; annotation?: string; region?: string; x?: number; y?: number;
  resolved: boolean; createdAt: string;
}
export interface NewComment { id: string; text: string; annotation?: string; region?: string; x?: number; y?: number }
export interface UpdateComment { resolved: boolean }
export const taskEventKinds = [
  'created', 'claimed', 'submitted', 'skipped', 'released', 'expired', 'accepted', 'rejected', 'fixed', 'surplus', 'cancelled', 'reopened',
  'commented', 'reprioritised', 'decided',
] as const;
export type TaskEventKind = (typeof taskEventKinds)[number];
export interface TaskEvent { at: string; kind: string; person?: string; personName?: string; detail?: string }
export interface UpdateTask { priority?: number; cancelled?: boolean }

export interface Claim { have?: string[] }
export interface LeaseTicket { id: string; token: number; kind: LeaseKind; expiresAt: string; leaseSeconds: number }
export interface Draft { version: number; content: unknown }
export interface SavedDraft { version: number }
export interface ClaimedTask {
  lease: LeaseTicket; task: string; name: string; data: TaskData; ontologyVersion: number; predictions: PredictionDetail[];
  draft?: Draft; rejected?: AnnotationDetail; comments: CommentDetail[];
  watermark?: string; purpose?: GoldPurpose; exam?: ExamProgress;
}
export interface ExamProgress { question: number; questions: number }
export interface Heartbeat { token: number }
export interface SkipTask { token: number; reason: string }
export interface ReleaseTask { token: number }
export interface LeaseExtended { expiresAt: string }
export interface SubmitAnnotation {
  id: string; task: string; lease: string; token: number; ontologyVersion: number; contentHash: string; content: AnnotationContent; activeSeconds?: number;
}
export interface Receipt { annotation: string; contentHash: string; state: AnnotationState; at: string; training?: TrainingFeedback; exam?: ExamOutcome }
export interface TrainingFeedback { score: number; passed: boolean; right: AnnotationContent; explanation?: string }
export interface ExamOutcome { passed: boolean; score: number; passMark?: number; notBefore?: string; triesLeft: number }
export interface ClaimedReview {
  lease: LeaseTicket; task: string; name: string; data: TaskData; level: number; annotation: AnnotationDetail; others: AnnotationDetail[];
  consensus?: TaskResult; comments: CommentDetail[];
  watermark?: string;
}
export interface SubmitReview {
  id: string; annotation: string; lease: string; token: number; verdict: Verdict; comment?: string; fix?: AnnotationContent; activeSeconds?: number;
}
export interface ReviewReceipt { review: string; verdict: Verdict; at: string }
export interface WorkSummary {
  project: string; name: string; canLabel: boolean; canReview: boolean; waitingTasks: number; waitingReviews: number; rework: number; needsExam: boolean; audits: WaitingAudit[];
}
export interface WaitingAudit { acceptance: number; tasks: number }
export interface RecentAnnotation { id: string; task: string; taskName: string; state: AnnotationState; createdAt: string }

// Quality

export type RuleMeasure = 'skill' | 'speed' | 'wrong_gold_streak' | 'agreement';
export const ruleMeasures: readonly RuleMeasure[] = ['skill', 'wrong_gold_streak', 'agreement', 'speed'];
export type RuleAction = 'warn' | 'retrain' | 'pause' | 'lower_weight' | 'requalify';
export const ruleActions: readonly RuleAction[] = ['warn', 'retrain', 'lower_weight', 'requalify', 'pause'];
export type Standing = 'good' | 'retraining' | 'paused';
export type GoldTaskState = 'in_use' | 'doubtful' | 'retired';
export interface QualityRule { id: string; measure: RuleMeasure; threshold: number; minEvidence: number; action: RuleAction }
export interface QualitySettings {
  wantedConfidence?: number; maxAnswers: number; goldRate: number; newcomerGoldRate: number; passScore: number; rules: QualityRule[]; exam?: ExamSettings;
}
export interface ExamSettings { questions: number; passMark: number; maxTries: number; waitHours: number }
export type ExamState = 'due' | 'begun' | 'passed' | 'waiting' | 'failed' | 'waived';
export interface ExamTrySummary { number: number; begunAt: string; finishedAt?: string; questions: number; score?: number; passed?: boolean }
export interface ExamStanding { state: ExamState; answered: number; triesLeft: number; notBefore?: string; tries: ExamTrySummary[] }
export type ExamGrant = 'another_try' | 'waive';
export interface GrantExam { grant: ExamGrant }
export type GoldPurpose = 'hidden' | 'training' | 'exam';
export const goldPurposes: readonly GoldPurpose[] = ['hidden', 'training', 'exam'];
export interface MakeGold { purpose?: GoldPurpose; explanation?: string; answer?: AnnotationContent }
export interface UpdateGold { state: GoldTaskState }
export interface GoldTask {
  task: string; name: string; purpose: GoldPurpose; state: GoldTaskState; given: number; answers: number; right: number; meanScore?: number; addedAt: string;
}
export interface SkillSummary {
  mean: number; lower: number; upper: number; evidence: number; goldSeen: number; goldRight: number; reviewed: number; accepted: number; compared: number; agreed: number;
}
export interface SkillDay { day: string; mean: number; lower: number; upper: number; evidence: number }
export interface SkillNotice {
  number: number; at: string; rule: string; action: RuleAction; measure: RuleMeasure; value: number; threshold: number; evidence: number;
  appeal?: string; appealedAt?: string; settledAt?: string; isTakenBack: boolean;
}
export interface PersonQuality { person: string; name: string; standing: Standing; skill: SkillSummary; days: SkillDay[]; notices: SkillNotice[]; isDiscounted: boolean; exam?: ExamStanding }
export interface ProjectQuality {
  settings: QualitySettings; agreement?: number; confidence: number[]; answersPerTask?: number; saved?: number; unclear: number; people: PersonQuality[]; gold: GoldTask[];
}
export type AgreementOfWhom = 'all' | 'class' | 'pair' | 'batch';
export const agreementScopes: readonly AgreementOfWhom[] = ['all', 'class', 'pair', 'batch'];
export interface AgreementLine { part: string; measure: string; scope: AgreementOfWhom; of: string[]; value: number; lower?: number; upper?: number; tasks: number }
export interface ConfusionTable { part: string; labels: string[]; counts: number[][] }
export interface RedundancyPoint { answersPerTask: number; same: number }
export interface RedundancyCurve {
  part: string; tasks: number; answersPerTask: number; fixedAnswers?: number; adaptiveAnswers?: number; routedAnswers?: number;
  fixed: RedundancyPoint[]; adaptive: RedundancyPoint[]; routed: RedundancyPoint[];
}
export type WorkSignalKind = 'too_fast' | 'constant_answer' | 'straight_lining' | 'periodic' | 'copied_text' | 'collusion';
export interface PersonName { person: string; name: string }
export interface WorkSignal { kind: WorkSignalKind; people: PersonName[]; value: number; expected: number; pValue: number; falseAlarm: number; answers: number }
export interface DisputedTask { task: string; name: string; agreement: number }
export interface QualityAnalysis {
  tasks: number; answers: number; agreement: AgreementLine[]; confusions: ConfusionTable[]; curves: RedundancyCurve[]; signals: WorkSignal[]; disagreements: DisputedTask[];
}
export interface AppealNotice { text: string }
export interface SettleNotice { takeBack: boolean; standing?: Standing }
export interface UnclearTask { task: string; name: string; confidence?: number; agreement?: number; answers: number }

// Acceptance of a batch by a drawn sample

export type AcceptanceState = 'open' | 'accepted' | 'refused' | 'withdrawn';
export type DrawnTaskState = 'waiting' | 'right' | 'wrong' | 'stale';
export interface NewAcceptance {
  rejectableErrorRate: number; batch?: string; acceptableErrorRate?: number; consumerRisk?: number; producerRisk?: number; confidence?: number; wrongFrom?: number; kinds?: string[];
}
export interface PassChance { errorRate: number; chance: number }
export interface AcceptancePlan { tasks: number; sampleSize: number; mostWrong: number; chances: PassChance[] }
export interface AcceptanceProgress { state: AcceptanceState; sampleSize: number; mostWrong: number; audited: number; wrong: number; stale: number; repaired: number }
export interface AcceptanceSummary { number: number; batch?: string; name: string; tasks: number; progress: AcceptanceProgress; drawnAt: string; certifiedAt?: string }
export interface KindErrors { kind: string; audited: number; wrong: number; rate: number; upperRate: number; weightedRate: number; upperWeightedRate: number }
export interface AuditError { kind: string; weight?: number; note?: string }
export interface DrawnTask {
  task: string; name: string; stratum: string; state: DrawnTaskState; changes: number; digest: string; errors: AuditError[]; auditedBy?: string; auditedByName?: string; auditedAt?: string;
}
export interface AcceptanceDetail {
  summary: AcceptanceSummary; demand: NewAcceptance; seed: string; chances: PassChance[];
  rate: number; upperRate: number; weightedRate: number; upperWeightedRate: number; kinds: KindErrors[]; sample: DrawnTask[];
}
export interface AuditQueue { tasks: string[]; waiting: number; notYours: number; progress: AcceptanceProgress }
export interface AuditedTask {
  task: string; name: string; data: TaskData; result: AnnotationContent; ontologyVersion: number; digest: string; kinds: string[]; otherKinds: string[]; isChanged: boolean; errors?: AuditError[];
}
export interface AuditFinding { digest: string; errors: AuditError[] }
export interface CertifiedAcceptance { at: string; index: number; hash: string; key: string; note: string }
export interface Adjudicate { annotation?: string }

// Imports and exports

export type ImportedLabels = 'none' | 'predictions' | 'gold';
export const importedLabels: readonly ImportedLabels[] = ['predictions', 'gold', 'none'];
export interface RowMapping { inputs: Record<string, string>; externalId?: string; labels?: Record<string, string> }
export interface NewImport { labels?: ImportedLabels; model?: string; batchName?: string; mapping?: RowMapping; allowNames?: boolean }
export type TransferState = 'receiving' | 'running' | 'done' | 'failed' | 'cancelled';
export interface ImportSummary {
  id: string; state: TransferState; labels: ImportedLabels; batchName?: string; files: number; tasks: number; duplicates: number;
  labelsAdded: number; refused: number; problem?: string; createdAt: string; finishedAt?: string;
}
export interface Refusal { place: string; reason: string }
export type FileOutcome = 'asset' | 'task' | 'labels' | 'rows' | 'archive' | 'duplicate' | 'refused';
export interface FileReceipt { path: string; outcome: FileOutcome; tasks: number; reason?: string }
export interface RowsPreview { format: string; columns: string[]; rows: (string | null)[][]; suggested: RowMapping }

export type ExportedAnswers = 'results' | 'accepted' | 'everything';
export const exportedAnswers: readonly ExportedAnswers[] = ['results', 'accepted', 'everything'];
export interface NewExport { format: string; answers?: ExportedAnswers; includeMedia?: boolean }
export interface ExportSummary {
  id: string; format: string; answers: ExportedAnswers; state: TransferState; fileName: string; bytes: number; tasks: number; annotations: number;
  losses: Loss[]; problem?: string; createdAt: string; finishedAt?: string;
}
export interface Loss { what: string; reason: string; count: number }
export interface FormatSummary { id: string; title: string; canImport: boolean; canExport: boolean; canHoldMedia: boolean; extension: string }

// The access log

export type LogState = 'ready' | 'rollback';
export interface LogSummary { origin: string; key: string; state: LogState; size: number; root?: string; signedAt?: string; witnesses: WitnessSummary[]; breaks: LogBreakSummary[]; secondKey?: string }
/** A log that was closed because its database had been put back from a backup; another one took its place. */
export interface LogBreakSummary {
  number: number; origin: string; key: string; size: number; root: string; kept: number; missing: number; nextOrigin: string; nextKey: string; at: string; reason: string; acknowledgedAt?: string;
}
export interface WitnessSummary { id: string; url: string; key: string; size: number; cosignedAt?: string; problem?: string }
export interface NewWitness { url: string; key: string }
/** An entry as a page shows it; the proven bytes have pseudonyms only. */
export interface LoggedEntry {
  index: number; at: string; type: string; actor?: string; person?: string; name?: string; session?: string; role?: string; project?: string; object?: string;
  objectPerson?: string; objectName?: string; purpose?: string; rule?: string; decision?: string; bytes?: number;
}
export interface LogPage { items: LoggedEntry[]; next?: number }
export interface LogPerson { pseudonym: string; person: string; name: string }
export interface LogAnchor { checkpoint: string; salt: string; index: number; proof: string; key: string; at: string; secondKey?: string }

// Walls

export interface WallSettings { codeName: string; coolingDays: number; leastCoolingDays: number; agreements: AgreementSummary[]; conflicts: ConflictSummary[] }
export interface AgreementSummary { codeName: string; signedAt: string; effectiveAt?: string }
export interface ConflictSummary { at: string; people: number; accounts: ConflictAccount[] }
export interface ConflictAccount { pseudonym: string; displayName?: string }
export interface SetCooling { days: number }
export interface NewAgreement { codeName: string }
export interface Staffing { people: StaffMember[]; firstExposureClosesDays: number; rivalsNamed: number; leastPeople: number }
export interface StaffMember { person: string; displayName: string; mayWork: boolean; isFirst: boolean }
export interface MyWall { customers: MyWallEntry[] }
export interface MyWallEntry { customer: CustomerSummary; mayWork: boolean; seenSince?: string; lastSeen?: string; closesDays: number }
export interface AccessOverview { now: StaffMember[]; seen: AccessRecord[]; keys: number; isOperatorsHouse: boolean; operatorHasHouse: boolean }
export interface AccessRecord { pseudonym: string; displayName?: string; first: string; last: string }
export type GlassReason = 'malfunction' | 'recovery' | 'security' | 'support';
export const glassReasons: readonly GlassReason[] = ['malfunction', 'recovery', 'security', 'support'];
export type GlassState = 'asked' | 'approved' | 'open' | 'closed' | 'revoked' | 'expired' | 'refused' | 'withdrawn';
export interface NewGlass { codeName: string; project: string; reason: GlassReason; ticket: string; minutes: number }
export interface AskedGlass {
  id: string; codeName: string; project: string; reason: GlassReason; ticket: string; minutes: number; state: GlassState; askedAt: string; approvals: number; endsAt?: string;
}
export interface GlassOverview { allowed: boolean; requests: GlassSummary[] }
export interface GlassSummary {
  id: string; project: string; reason: GlassReason; ticket: string; minutes: number; state: GlassState; requestedBy: string; requestedAt: string; approvals: GlassApproval[];
  openedAt?: string; endsAt?: string; endedAt?: string; reads: number; firstReadAt?: string; lastReadAt?: string;
}
export interface GlassApproval { person: string; name: string; at: string }
export interface SetGlassPolicy { allowed: boolean }
/** Present in `Me` when the session came through broken glass: one project, to read only. */
export interface GlassSession { id: string; codeName: string; project: string; endsAt: string }
export type OwnerKind = 'owner' | 'investor' | 'board';
export const ownerKinds: readonly OwnerKind[] = ['owner', 'investor', 'board'];
export interface OwnerEntry { name: string; kind: OwnerKind; share?: number; interests: string[]; account?: string }
export interface OwnerRegister { version: number; hash: string; announcedAt: string; noticeDays: number; effectiveAt?: string; owners: OwnerEntry[] }
export interface OwnersForCustomer { current?: OwnerRegister; coming?: OwnerRegister; currentEntry?: number; comingEntry?: number }
export interface OwnersForOperator { current?: OwnerRegister; coming?: OwnerRegister; noticeDays: number; waiting: number; customers: CustomerCodeName[] }
export interface CustomerCodeName { customer: string; codeName: string }
export interface SetOwners { owners: OwnerEntry[] }
export type CertificateOf = 'screening' | 'ownership' | 'end_of_screen';
export interface NewCertificate { kind: CertificateOf }
export interface CertificateSummary { id: string; kind: CertificateOf; at: string; index: number; hash: string; note: string }
export interface CertificateList { key: string; certificates: CertificateSummary[] }
export interface ErasedPerson { person: string; erasedAt: string; keptUntil?: string; isHeld: boolean }
export interface HoldErased { held: boolean }
export type Insider = 'none' | 'operator' | 'support' | 'developer' | 'owner' | 'investor' | 'board';
export const insiders: readonly Insider[] = ['none', 'operator', 'support', 'developer', 'owner', 'investor', 'board'];
export type InterestOf = 'employment' | 'contract' | 'equity' | 'board' | 'family';
export const interestKinds: readonly InterestOf[] = ['employment', 'contract', 'equity', 'board', 'family'];
export interface RegistryPerson { id: string; displayName: string; identity: string; insider: Insider; interests: InterestSummary[]; exposures: ExposureSummary[] }
export interface InterestSummary { id: string; customer: string; kind: InterestOf; since: string }
export interface ExposureSummary { customer: string; first: string; last: string }
export interface NewInterest { customer: string; kind: InterestOf }
export interface CreatedInterest { id: string }
export interface LinkAccounts { person: string; other: string }
export interface SetInsider { kind: Insider }
export interface WallClockState { time: string; isInDoubt: boolean }

// Custody of keys

export type Custodian =
  | { kind: 'installation' }
  | { kind: 'aws_kms'; keyId: string; region: string; accessKeyId?: string; secretAccessKey?: string }
  | { kind: 'agent'; address: string; publicKey: string };
export const custodianKinds = ['installation', 'agent', 'aws_kms'] as const;
export type CustodyState = 'available' | 'unreachable' | 'revoked';
export interface CustodySummary {
  customer: string; custodian: Custodian; state: CustodyState; since: string; revokedBy?: string; detail?: string; ttlSeconds: number; background: boolean;
  unlockedUntil?: string; serverKey: string; keys: KeyInRing[];
}
export interface KeyInRing { number: number; project?: string; purpose: string; state: string; checkValue: string; createdAt: string }
export interface ChangeCustody { custodian: Custodian; ttlSeconds?: number; background?: boolean }
export interface CustodyScope { project?: string }
export type RotationLevel = 'custodian' | 'compartment' | 'project';
export const rotationLevels: readonly RotationLevel[] = ['custodian', 'compartment', 'project'];
export type RotationState = 'preparing' | 'running' | 'draining' | 'done' | 'failed';
export interface NewRotation { level: RotationLevel; project?: string }
export interface RotationSummary {
  id: string; level: RotationLevel; project?: string; state: RotationState; newKey: number; done: number; total: number; broken: number; createdAt: string; finishedAt?: string;
}

// Leaving

export interface NewCustomerExport { recipient?: string }
export interface CustomerExportSummary {
  id: string; state: TransferState; fileName: string; recipient?: string; bytes: number; members: number; problem?: string; createdAt: string; finishedAt?: string;
}
export interface LeavingRequest { customerName: string }
export type DepartureState = 'none' | 'asked' | 'under_way';
export interface DepartureSummary {
  state: DepartureState; codeName: string; certificatePath: string; certificateKey: string; backupDays: number; administrators: number;
  askedBy?: string; askedByName?: string; askedAt?: string;
}

// Blind work

export interface BlindSettings { names: string[]; showName?: boolean }
export interface NameOverride { project: string; person: string; personName: string; where: string; names: string[]; at: string }
