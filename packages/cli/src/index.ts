export { commandDocuments } from './connection/documents.js';
export { exitCodes, exitMeanings } from './console/exit-code.js';
export {
  type DemoCredentials,
  demoPhones,
  isKeptBy,
  seedDemoAuthority,
  withStaff,
} from './demo/demo-authority.js';
export { type DemoFile, demoFile } from './demo/demo-file.js';
export { signIn } from './demo/sign-in.js';
export { GraphqlClient, type Listening, OperationError } from './graphql-client.js';
