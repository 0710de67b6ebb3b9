export { noteTold } from '../events/last-told.js';
export { refusalsOfNobody } from './refusals-of-nobody.js';
export { accountViewer, callerOf } from './test-caller.js';
export { silentLog, testDatabase, testKey } from './test-database.js';
export { TraceReceiver } from './trace-receiver.js';
