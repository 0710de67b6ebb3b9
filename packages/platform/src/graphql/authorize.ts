import { GraphQLError } from 'graphql';
import { Extensions } from 'type-graphql';
import { allows, type PermissionName } from '../viewer/permissions.js';
import type { Viewer } from '../viewer/viewer.js';

/** The key of a field's extensions that names its permission. */
export const permissionExtension = 'ketquaPermission';

export type FieldPermission = PermissionName | 'public';

/** Names who may ever use a root field. A field without it, or `@Public`, does not start. */
export function Permission(name: PermissionName): MethodDecorator & PropertyDecorator {
  return Extensions({ [permissionExtension]: name }) as MethodDecorator & PropertyDecorator;
}

/** A root field for everybody, signed in or not. */
export function Public(): MethodDecorator & PropertyDecorator {
  return Extensions({ [permissionExtension]: 'public' }) as MethodDecorator & PropertyDecorator;
}

/** Thrown when nobody is signed in, or a session has ended. */
export function unauthenticated(): GraphQLError {
  return new GraphQLError('Sign in first', { extensions: { code: 'UNAUTHENTICATED' } });
}

/** Thrown when this role may never do this. */
export function forbidden(): GraphQLError {
  return new GraphQLError('Your role may not do this', { extensions: { code: 'FORBIDDEN' } });
}

/** Thrown for an argument that no client of ours sends. Names the field and what it must be, never the value. */
export function badUserInput(field: string, expected: string): GraphQLError {
  return new GraphQLError(`${field} must be ${expected}`, { extensions: { code: 'BAD_USER_INPUT' } });
}

/** Thrown when a limit is reached. `retryAfter` in seconds. */
export function rateLimited(retryAfter: number): GraphQLError {
  return new GraphQLError('Too many requests: try again later', {
    extensions: { code: 'RATE_LIMITED', retryAfter: Math.max(1, Math.ceil(retryAfter)) },
  });
}

/** Refuses a viewer who may never do this. @throws GraphQLError UNAUTHENTICATED or FORBIDDEN */
export function authorize(viewer: Viewer, permission: FieldPermission): void {
  if (permission === 'public' || allows(viewer, permission)) return;
  throw viewer.kind === 'anonymous' ? unauthenticated() : forbidden();
}
