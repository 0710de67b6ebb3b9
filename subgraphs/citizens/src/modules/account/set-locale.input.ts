import type { Locale } from '@ketqua/platform';
import { Field, InputType } from 'type-graphql';
import { LocaleName } from './viewer.type.js';

@InputType({ description: 'A language to be written to in.' })
export class SetLocaleInput {
  @Field(() => LocaleName)
  locale!: Locale;
}
