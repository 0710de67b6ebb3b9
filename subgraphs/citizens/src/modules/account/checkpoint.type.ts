import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType()
export class Checkpoint {
  @Field(() => ID)
  id!: string;

  /** The checkpoint of that id: what else there is to it, results says. */
  static of(this: void, id: string): Checkpoint {
    return Object.assign(new Checkpoint(), { id });
  }
}

@ObjectType({ description: 'Somebody who may stand at a checkpoint. Read by an ADMIN.' })
export class Officer {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'The country code and the last three digits.' })
  maskedPhone!: string;
}
