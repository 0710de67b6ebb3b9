// Signs a person in on a platform in development, where the code is read from /dev/messages.
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

export const credentials = JSON.parse(readFileSync('.ketqua/demo-credentials.json', 'utf8'));
export const endpoint = `${credentials.url}/graphql`;

/** Sends a query or a mutation; gives its data. */
export async function ask(query, variables = {}, token = '') {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const response = await fetch(endpoint, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors.map(({ message }) => message).join('; '));
  return data;
}

/** Asks for a code, reads it, and gives the access token. */
export async function signIn(phone) {
  const asked = new Date().toISOString();
  const { requestOtp } = await ask(
    'mutation ($phone: String!) { requestOtp(input: { phone: $phone }) { ... on OtpChallenge { id } } }',
    { phone },
  );
  let message;
  while (!message) {
    await pause(100);
    const messages = await (await fetch(`${credentials.url}/dev/messages`)).json();
    message = messages.find(({ to, code, sentAt }) => to === phone && code && sentAt >= asked);
  }
  const { verifyOtp } = await ask(
    'mutation ($input: VerifyOtpInput!) { verifyOtp(input: $input) { ... on Session { accessToken } } }',
    { input: { challengeId: requestOtp.id, code: message.code } },
  );
  return verifyOtp.accessToken;
}
