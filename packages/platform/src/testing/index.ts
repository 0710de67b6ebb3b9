export { accountViewer, callerOf } from './test-caller.js';
export { silentLog, testDatabase, testKey } from './test-database.js';
