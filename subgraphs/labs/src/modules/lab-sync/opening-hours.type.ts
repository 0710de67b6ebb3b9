import { Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { type DayOfWeek, daysOfWeek } from './opening-hours.js';

const Day = Object.fromEntries(daysOfWeek.map((day) => [day, day])) as { [Name in DayOfWeek]: Name };
registerEnumType(Day, { name: 'DayOfWeek', description: 'A day of the week.' });

@ObjectType('OpeningHours', {
  description: 'One opening of a laboratory in a week. Read by an ADMIN and by the laboratory itself.',
})
export class OpeningHoursType {
  @Field(() => Day, { description: 'The day on which it opens.' })
  day!: DayOfWeek;

  @Field(() => String, { description: "HH:MM in the laboratory's time zone." })
  opensAt!: string;

  @Field(() => String, {
    description: 'HH:MM; at or before `opensAt` it lies on the next day, and the same time is 24 hours.',
  })
  closesAt!: string;
}

@InputType({ description: 'One opening of a laboratory in a week.' })
export class OpeningHoursInput {
  @Field(() => Day, { description: 'The day on which it opens.' })
  day!: DayOfWeek;

  @Field(() => String, { description: "HH:MM in the laboratory's time zone, as 07:00." })
  opensAt!: string;

  @Field(() => String, {
    description: 'HH:MM; at or before `opensAt` it lies on the next day, and the same time is 24 hours.',
  })
  closesAt!: string;
}
