import { setTimeout as pause } from 'node:timers/promises';
import type { GraphqlClient } from '../graphql-client.js';

interface Message {
  readonly to: string;
  readonly code: string | null;
  readonly sentAt: string;
}

/**
 * Signs in on a platform in development: asks for a code and reads it from the message page.
 * @throws Error when no code arrives within ten seconds
 */
export async function signIn(client: GraphqlClient, phone: string): Promise<GraphqlClient> {
  const seen = new Set((await messagesTo(client, phone)).map(({ sentAt }) => sentAt));
  const challenge = await client.mutate<{ id: string }>('requestOtp', '... on OtpChallenge { id }', {
    phone,
  });
  const code = await codeBesides(client, phone, seen);
  const session = await client.mutate<{ accessToken: string }>(
    'verifyOtp',
    '... on Session { accessToken }',
    {
      challengeId: challenge.id,
      code,
    },
  );
  return client.as(session.accessToken);
}

async function messagesTo({ url }: GraphqlClient, phone: string): Promise<Message[]> {
  const response = await fetch(`${url}/dev/messages`, { headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error('The platform does not show its messages: is it in development?');
  return ((await response.json()) as Message[]).filter(({ to, code }) => to === phone && code);
}

async function codeBesides(client: GraphqlClient, phone: string, seen: ReadonlySet<string>): Promise<string> {
  for (let tries = 0; tries < 200; tries++) {
    const fresh = (await messagesTo(client, phone)).find(({ sentAt }) => !seen.has(sentAt));
    if (fresh) return fresh.code!;
    await pause(50);
  }
  throw new Error('No code arrived: is the phone one that a lab reported, or that was registered?');
}
