import { Field, InputType } from 'type-graphql';
import { ImportFormat } from './import-format.js';

@InputType({ description: 'A column of the file, and the path of TestResultInput that it holds.' })
export class ColumnMappingInput {
  @Field(() => String)
  column!: string;
  @Field(() => String, { description: 'As `patient.dateOfBirth`.' })
  field!: string;
}

@InputType({ description: 'How the file writes things. Nothing is guessed.' })
export class ImportOptionsInput {
  @Field(() => String, {
    nullable: true,
    description: 'IANA name, as Asia/Ho_Chi_Minh. Without it a time needs its offset.',
  })
  timeZone?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'As M/D/YYYY, or EXCEL for serial numbers. Without it a date is ISO 8601.',
  })
  dateFormat?: string | null;
  @Field(() => [ColumnMappingInput], {
    nullable: true,
    description: 'For CSV: columns that go by other names.',
  })
  mapping?: ColumnMappingInput[] | null;
  @Field(() => String, {
    nullable: true,
    description:
      "Where phones without a prefix belong: ISO 3166-1 alpha-2. Otherwise the format's own, or this installation's.",
  })
  country?: string | null;
}

@InputType({ description: 'A file of at most 10 MB and 20,000 rows.' })
export class ImportResultsInput {
  @Field(() => String, { description: 'Sent again with the same file it gives the same receipt.' })
  idempotencyKey!: string;
  @Field(() => ImportFormat)
  format!: ImportFormat;
  @Field(() => String)
  content!: string;
  @Field(() => ImportOptionsInput, {
    nullable: true,
    description: "What is left out is taken from the lab's importDefaults.",
  })
  options?: ImportOptionsInput | null;
}
