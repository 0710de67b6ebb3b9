import { buildSchema, findBreakingChanges } from 'graphql';

/**
 * What breaks a client of the released API in the present one and is not said in `announced`: the lines of
 * `schema/breaking-changes.md`, each a description as given here.
 */
export function unannouncedBreaks(released: string, present: string, announced: string): string[] {
  return findBreakingChanges(buildSchema(released), buildSchema(present))
    .map(({ description }) => description)
    .filter((description) => !announced.includes(description));
}
