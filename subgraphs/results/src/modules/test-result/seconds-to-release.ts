/** How long a person waited: whole seconds from the collection of the specimen to the release, never below none. */
export function secondsToRelease(specimenCollectedAt: Date, releasedAt: Date): number {
  return Math.max(0, Math.round((releasedAt.getTime() - specimenCollectedAt.getTime()) / 1000));
}
