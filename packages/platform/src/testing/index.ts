export { cursorAt, positionOf } from '../events/cursor.js';
export { noteTold } from '../events/last-told.js';
export { notesOf } from '../events/stream-notes.js';
export { refusalsOfNobody } from './refusals-of-nobody.js';
export { accountViewer, callerOf } from './test-caller.js';
export { silentLog, testDatabase, testKey } from './test-database.js';
export { TraceReceiver } from './trace-receiver.js';
