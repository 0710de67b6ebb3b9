import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { RowProblem, RowStatus } from '../submission-receipt.type.js';
import { TestResultInput } from '../test-result.input.js';
import { ImportFormat } from './import-format.js';
import { ImportOptionsInput } from './import-results.input.js';

@InputType({ description: 'A file to look at before it is sent: at most 10 MB and 20,000 rows.' })
export class PreviewImportInput {
  @Field(() => ImportFormat)
  format!: ImportFormat;
  @Field(() => String)
  content!: string;
  @Field(() => ImportOptionsInput, { nullable: true, description: "Otherwise the lab's saved ones." })
  options?: ImportOptionsInput | null;
}

/** What a row would become. */
@ObjectType({ description: 'What would become of one row. Read by the lab that sent it; nothing is kept.' })
export class PreviewedRow {
  @Field(() => Int, { description: '0-based in the file.' })
  index!: number;
  @Field(() => Int, { nullable: true, description: '1-based in the file, its header counted.' })
  line!: number | null;
  @Field(() => String, { nullable: true })
  accessionNumber!: string | null;
  @Field(() => RowStatus)
  status!: RowStatus;
  @Field(() => ID, { nullable: true, description: 'The stored result that it repeats or contradicts.' })
  resultId!: string | null;
  @Field(() => Int, {
    nullable: true,
    description: 'The index of the earlier row of this file that it repeats or contradicts.',
  })
  duplicateOf!: number | null;
  @Field(() => [RowProblem])
  problems!: RowProblem[];
  @Field(() => TestResultInput, {
    description: 'What was read of it: words as codes and times as RFC 3339 wherever they could be read.',
  })
  result!: TestResultInput;
}

/** What a file would become. */
@ObjectType({ description: 'What would become of a file. Nothing is stored.' })
export class ImportPreview {
  @Field(() => Int)
  rowCount!: number;
  @Field(() => Int)
  accepted!: number;
  @Field(() => Int)
  duplicates!: number;
  @Field(() => Int)
  rejected!: number;

  @Field(() => String, { description: 'Where its phones without a prefix belong: ISO 3166-1 alpha-2.' })
  country!: string;

  /** Every row; the field takes a part of them. */
  all!: readonly PreviewedRow[];
}
