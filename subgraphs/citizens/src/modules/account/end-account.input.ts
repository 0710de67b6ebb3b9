import type { Locale } from '@ketqua/platform';
import { Field, InputType } from 'type-graphql';
import { LocaleName } from './viewer.type.js';

@InputType({ description: 'An account to end: the own one.' })
export class EndAccountInput {
  @Field(() => LocaleName, {
    nullable: true,
    description: "The language of what is said of what is kept; the request's where it is absent.",
  })
  locale?: Locale | null;
}
