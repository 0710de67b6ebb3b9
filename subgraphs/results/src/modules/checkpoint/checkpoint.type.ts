import { UserError } from '@ketqua/platform';
import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** A checkpoint as its officers and the authority see it. */
@Directive('@key(fields: "id")')
@ObjectType('Checkpoint', {
  description: 'A place where certificates are checked. Read by its officers and by ADMIN.',
})
export class CheckpointType {
  @Field(() => ID)
  id!: string;
  // Nullable, because officers are granted in another subgraph: one that is gone must not take `me` with it.
  @Field(() => String, { nullable: true })
  code!: string;
  @Field(() => String, { nullable: true })
  name!: string;
  @Field(() => String, { nullable: true, description: 'Whose rules hold here, as VN-SG.' })
  jurisdiction!: string;
  @Field(() => String, { nullable: true, description: 'The code of the set of rules that it goes by.' })
  ruleSet!: string;
}

@ObjectType({ implements: UserError, description: 'Another checkpoint has this code.' })
export class CheckpointCodeTakenError extends UserError {
  override code = 'CHECKPOINT_CODE_TAKEN';
}
