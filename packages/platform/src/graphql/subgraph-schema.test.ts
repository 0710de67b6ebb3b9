import {
  Directive,
  Field,
  ID,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import { describe, expect, it } from 'vitest';
import { Permission, Public } from './authorize.js';
import { buildSubgraphSchema } from './subgraph-schema.js';

@Resolver()
class Ping {
  @Public()
  @Query(() => String)
  ping(): string {
    return 'pong';
  }
}

@Resolver()
class UnnamedQuery {
  @Query(() => String)
  unnamedQuery(): string {
    return '';
  }
}

@Resolver()
class UnnamedMutation {
  @Mutation(() => String)
  unnamedMutation(): string {
    return '';
  }
}

@Resolver()
class UnnamedSubscription {
  @Subscription(() => String, { subscribe: async function* () {} })
  unnamedSubscription(@Root() event: string): string {
    return event;
  }
}

@Directive('@key(fields: "id")')
@ObjectType()
class Specimen {
  @Field(() => ID)
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType()
class Stub {
  @Field(() => ID)
  id!: string;
}

@Resolver()
class Specimens {
  @Permission('result.read')
  @Query(() => Specimen, { nullable: true })
  specimen(): Specimen | null {
    return null;
  }

  @Permission('result.read')
  @Query(() => Stub, { nullable: true })
  stub(): Stub | null {
    return null;
  }
}

const resolve = () => null;

describe('buildSubgraphSchema', () => {
  it('throws for a root field of any kind that names no permission', async () => {
    for (const [resolver, name] of [
      [UnnamedQuery, 'Query.unnamedQuery'],
      [UnnamedMutation, 'Mutation.unnamedMutation'],
      [UnnamedSubscription, 'Subscription.unnamedSubscription'],
    ] as const) {
      await expect(buildSubgraphSchema({ resolvers: [Ping, resolver] })).rejects.toThrow(
        `${name} names no permission`,
      );
    }
  });

  it('throws for an entity without a reference, and for a reference without a permission', async () => {
    const refusal = 'Specimen is an entity whose reference names no permission';
    await expect(buildSubgraphSchema({ resolvers: [Specimens] })).rejects.toThrow(refusal);
    const unnamed = { Specimen: { resolve } as never };
    await expect(buildSubgraphSchema({ resolvers: [Specimens], references: unnamed })).rejects.toThrow(
      refusal,
    );
  });

  it('asks for no reference of a stub, which the gateway never resolves here', async () => {
    const references = { Specimen: { permission: 'result.read', resolve } } as const;
    const schema = await buildSubgraphSchema({ resolvers: [Specimens], references });
    expect(schema.getType('Stub')).toBeDefined();
  });
});
