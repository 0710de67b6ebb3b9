import type { ApolloServerPlugin } from '@apollo/server';
import { stringifySetCookie } from 'cookie';
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { RequestContext } from '../operations/request-context.js';
import { accessCookie, deviceCookie, refreshCookie } from './credentials.js';

/** How long a browser keeps the refresh token, in seconds; the server may end the session earlier. */
const refreshLife = 30 * 24 * 3_600;

/** How long a browser remembers that it was signed in on, in seconds: as long as browsers keep a cookie at all. */
const deviceLife = 400 * 24 * 3_600;

const sessionFields = new Set(['verifyOtp', 'refreshSession']);

/**
 * Keeps a web page's session in HttpOnly cookies: the tokens of a Session are taken out of the response, under
 * whatever alias the page selected them, and `signOut` and `endAccount` clear them.
 */
export function sessionCookies(isProduction: boolean): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ contextValue, document, operation, response }) {
          const { body } = response;
          if (!contextValue.keepsSessionInCookies || body.kind !== 'single' || !operation || !document)
            return;
          const { data } = body.singleResult;
          if (!data) return;
          for (const field of fieldsOf(operation.selectionSet, document)) {
            const result = data[responseName(field)];
            if (!result || typeof result !== 'object') continue;
            if (sessionFields.has(field.name.value)) {
              const tokens = takeTokens(field, document, result as Record<string, unknown>);
              for (const cookie of cookiesOf(tokens, isProduction)) contextValue.setCookie(cookie);
            } else if (endsSession(field.name.value, result)) {
              for (const cookie of clearedCookies(isProduction)) contextValue.setCookie(cookie);
            }
          }
        },
      };
    },
  };
}

/** Whether a mutation ended the page's own session; an ended account is told from a refusal by its type. */
function endsSession(field: string, result: { __typename?: unknown }): boolean {
  return field === 'signOut' || (field === 'endAccount' && result.__typename === 'EndAccountPayload');
}

interface Tokens {
  accessToken?: string;
  refreshToken?: string;
  deviceToken?: string;
  expiresAt?: string;
}

function takeTokens(field: FieldNode, document: DocumentNode, result: Record<string, unknown>): Tokens {
  const tokens: Tokens = {};
  if (!field.selectionSet) return tokens;
  for (const selected of fieldsOf(field.selectionSet, document)) {
    const name = selected.name.value;
    const key = responseName(selected);
    const value = result[key];
    if (name === 'expiresAt' && typeof value === 'string') tokens.expiresAt = value;
    if (name !== 'accessToken' && name !== 'refreshToken' && name !== 'deviceToken') continue;
    if (typeof value === 'string') tokens[name] = value;
    if (key in result) result[key] = null;
  }
  return tokens;
}

function cookiesOf(
  { accessToken, refreshToken, deviceToken, expiresAt }: Tokens,
  isProduction: boolean,
): string[] {
  const cookies: string[] = [];
  if (accessToken) {
    const seconds = expiresAt ? Math.floor((Date.parse(expiresAt) - Date.now()) / 1000) : Number.NaN;
    const life = Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
    cookies.push(sessionCookie(accessCookie, accessToken, '/', life, isProduction));
  }
  if (refreshToken) {
    cookies.push(sessionCookie(refreshCookie, refreshToken, '/graphql', refreshLife, isProduction));
  }
  if (deviceToken) {
    cookies.push(sessionCookie(deviceCookie, deviceToken, '/graphql', deviceLife, isProduction));
  }
  return cookies;
}

/** Cookies that end a page's session. */
export function clearedCookies(isProduction: boolean): string[] {
  return [
    clearedAccessCookie(isProduction),
    ...[refreshCookie, deviceCookie].map((name) => sessionCookie(name, '', '/graphql', 0, isProduction)),
  ];
}

/** The cookie that takes a refused access token away, so that the page can refresh its session. */
export function clearedAccessCookie(isProduction: boolean): string {
  return sessionCookie(accessCookie, '', '/', 0, isProduction);
}

function sessionCookie(
  name: string,
  value: string,
  path: string,
  maxAge: number | undefined,
  secure: boolean,
): string {
  return stringifySetCookie({
    name,
    value,
    path,
    httpOnly: true,
    sameSite: 'strict',
    secure,
    ...(maxAge !== undefined && { maxAge }),
  });
}

/** The fields of a selection, those in fragments included; each fragment is looked into once. */
function* fieldsOf(
  set: SelectionSetNode,
  document: DocumentNode,
  seen: Set<string> = new Set(),
): Generator<FieldNode> {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) yield selection;
    else if (selection.kind === Kind.INLINE_FRAGMENT) yield* fieldsOf(selection.selectionSet, document, seen);
    else if (!seen.has(selection.name.value)) {
      seen.add(selection.name.value);
      const fragment = fragmentNamed(selection.name.value, document);
      if (fragment) yield* fieldsOf(fragment.selectionSet, document, seen);
    }
  }
}

function fragmentNamed(name: string, document: DocumentNode): FragmentDefinitionNode | undefined {
  return document.definitions.find(
    (definition): definition is FragmentDefinitionNode =>
      definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name,
  );
}

function responseName(field: FieldNode): string {
  return (field.alias ?? field.name).value;
}
