import 'reflect-metadata';

export {
  type Database,
  type Orm,
  openEmbeddedDatabase,
  openPostgresDatabase,
  type SchemaDefinition,
} from './database/database.js';
export { FolderInUseError } from './database/folder-lock.js';
export { type Column, insertRows } from './database/insert-rows.js';
export { newId } from './database/new-id.js';
export { queryIn } from './database/query-in.js';
export {
  distributedEnvironment,
  EnvironmentError,
  readEnvironment,
  serverEnvironment,
  tracingSettings,
} from './environment/environment.js';
export { masterKeyFrom, masterKeyOf } from './environment/home.js';
export { acted, actedBy } from './events/acted.js';
export { consume, unreadBy } from './events/consume.js';
export { CursorExpiredError, isCursorAfter } from './events/cursor.js';
export type { LoggedEvent, NewEvent, Position } from './events/event.js';
export { EventLog, type Query, retentionHours } from './events/event-log.js';
export { EventStream, SlowSubscriberError } from './events/event-stream.js';
export type { StreamWishes } from './events/stream-notes.js';
export { type Tail, tail } from './events/tail.js';
export { happened, payloadOf, type Topic, type Topics } from './events/topics.js';
export { type Outbox, unitOfWork, writeEvents } from './events/unit-of-work.js';
export {
  authorize,
  badUserInput,
  type FieldPermission,
  forbidden,
  Permission,
  Public,
  permissionExtension,
  rateLimited,
  unauthenticated,
} from './graphql/authorize.js';
export { connectionOf, PageInfo, pageSize } from './graphql/connection.js';
export { say, type Text } from './graphql/messages.js';
export { CalendarDate, DateTime, readDate, readDateTime } from './graphql/scalars.js';
export {
  buildSubgraphSchema,
  type EntityReference,
  printSubgraphSchema,
  type SubgraphSchemaDefinition,
} from './graphql/subgraph-schema.js';
export { NotFoundError, StepUpRequiredError, UserError } from './graphql/user-error.js';
export { JobQueue, type JobSettings } from './jobs/job-queue.js';
export { type LogFields, type Logger, openLog } from './log.js';
export { InFlight } from './process/in-flight.js';
export { ProcessLife } from './process/process-life.js';
export { type Ground, type ProcessEnvironment, runSubgraphProcess } from './process/run-subgraph-process.js';
export { deriveKey, KeyRing, phoneIndexPurpose, SealBrokenError } from './sealing/key-ring.js';
export { maskPhone, phoneInE164 } from './sealing/phone.js';
export { SealedText } from './sealing/sealed-text.type.js';
export { endingWith, type ServedSubgraph, serveSubgraph } from './subgraph/serve-subgraph.js';
export {
  beginOf,
  type EventPlace,
  placeOf,
  writtenAtExtension,
  writtenAtOf,
} from './subgraph/stream-extensions.js';
export {
  largestStreamFrame,
  maskError,
  type Operation,
  runSubgraph,
  type Subgraph,
  withoutValues,
} from './subgraph/subgraph.js';
export { BoundedLabel, otherLabel } from './telemetry/bounded-label.js';
export { watchEventLog } from './telemetry/event-metrics.js';
export { watchJobs } from './telemetry/job-metrics.js';
export { MetricsRegistry } from './telemetry/metrics-registry.js';
export { durationBuckets } from './telemetry/operation-metrics.js';
export {
  beginSpan,
  type HeldSpan,
  inSpan,
  recordSpan,
  startTracing,
  type TracingSettings,
  traceHeaders,
} from './telemetry/tracing.js';
export {
  type AccessTokenClaims,
  AccessTokens,
  TokenExpiredError,
  TokenInvalidError,
} from './viewer/access-tokens.js';
export { networksOf } from './viewer/networks-of.js';
export { allows, type PermissionName, permissions } from './viewer/permissions.js';
export {
  operationBody,
  RequestSigner,
  RequestVerifier,
  signatureHeader,
  streamExtension,
  UnsignedRequestError,
} from './viewer/signed-request.js';
export {
  type AccountViewer,
  type AnonymousViewer,
  anonymous,
  type Caller,
  hasRole,
  type LabAccess,
  type LabViewer,
  type Locale,
  labAccess,
  labOf,
  type Role,
  roles,
  type Viewer,
} from './viewer/viewer.js';
