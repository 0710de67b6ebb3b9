import { Field, ID, InputType, Int } from 'type-graphql';
import { OpeningHoursInput } from '../lab-sync/opening-hours.type.js';

@InputType({ description: 'What changes of a laboratory: a field that is absent stays as it is.' })
export class UpdateLabInput {
  @Field(() => ID)
  labId!: string;

  @Field(() => String, { nullable: true, description: '1 to 200 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Up to 100 characters; null takes it away.' })
  province?: string | null;

  @Field(() => String, { nullable: true, description: 'Up to 100 characters; null takes it away.' })
  accreditation?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Whom to text when it falls behind: up to 100 characters; null takes it away.',
  })
  contactName?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Their phone, with the country code: it may be texted from now on; null takes it away.',
  })
  contactPhone?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How often it is to be heard of, in minutes of its open hours: 5 to 10,080; null: 60.',
  })
  syncPeriodMinutes?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'IANA, such as Asia/Ho_Chi_Minh, which null stands for.',
  })
  timeZone?: string | null;

  @Field(() => [OpeningHoursInput], {
    nullable: true,
    description: 'All of its openings in a week, at most 28; none or null: every hour counts.',
  })
  hours?: OpeningHoursInput[] | null;
}
