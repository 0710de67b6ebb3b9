import { UserError } from '@ketqua/platform';
import { Field, InputType, ObjectType } from 'type-graphql';
import { ImportOptionsInput } from './import-results.input.js';

@ObjectType({ description: 'A column of a file, and the path of TestResultInput that it holds.' })
export class ColumnMapping {
  @Field(() => String)
  column!: string;
  @Field(() => String)
  field!: string;
}

/** What a lab's files are read by where the caller says nothing. */
@ObjectType({ description: "How a lab's files are read unless an import says otherwise. Read by the lab." })
export class ImportDefaults {
  @Field(() => String, { nullable: true })
  timeZone!: string | null;
  @Field(() => String, { nullable: true })
  dateFormat!: string | null;
  @Field(() => String, { nullable: true })
  country!: string | null;
  @Field(() => [ColumnMapping])
  mapping!: ColumnMapping[];
}

@InputType({ description: 'What is left out, or null, is no default any more.' })
export class SaveImportDefaultsInput extends ImportOptionsInput {}

@ObjectType({ implements: UserError, description: 'An option cannot be used as it is: `path` names it.' })
export class InvalidImportOptionError extends UserError {
  override code = 'INVALID_OPTION';
  @Field(() => [String])
  path!: string[];
}
