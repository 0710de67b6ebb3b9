import { Field, InputType } from 'type-graphql';
import { LabKind } from './laboratory.entity.js';

@InputType({ description: 'A laboratory to register.' })
export class RegisterLabInput {
  @Field(() => String, { description: "The authority's code, unique: 1 to 64 characters." })
  code!: string;

  @Field(() => String, { description: '1 to 200 characters.' })
  name!: string;

  @Field(() => LabKind, { defaultValue: LabKind.OTHER })
  kind!: LabKind;

  @Field(() => String, { nullable: true })
  province?: string | null;

  @Field(() => String, { nullable: true })
  accreditation?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Whom to text when it falls behind: up to 100 characters.',
  })
  contactName?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Their phone, with the country code: it may be texted from now on.',
  })
  contactPhone?: string | null;
}
