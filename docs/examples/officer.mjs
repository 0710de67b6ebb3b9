// An officer: the feed of a checkpoint, while it happens. Resumes after the last cursor that it was given.
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { credentials, endpoint, signIn } from './sign-in.mjs';

const authorization = `Bearer ${await signIn(credentials.officerPhone)}`;
const url = endpoint.replace('http', 'ws');
const client = createClient({ url, webSocketImpl: WebSocket, connectionParams: { authorization } });
const query =
  'subscription ($ids: [ID!]!) { verificationFeed(checkpointIds: $ids) { cursor verdict verifiedAt checkpoint { name } } }';
for await (const { data } of client.iterate({ query, variables: { ids: [credentials.checkpointId] } })) {
  console.log(JSON.stringify(data.verificationFeed));
}
