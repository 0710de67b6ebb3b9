import type { Options } from '@mikro-orm/postgresql';

/** An entity, as MikroORM's configuration takes it. */
export type EntitySchema = NonNullable<Options['entities']>[number];
/** A migration, as MikroORM's configuration takes it: listed by name, found in no folder. */
export type Migration = NonNullable<NonNullable<Options['migrations']>['migrationsList']>[number];
