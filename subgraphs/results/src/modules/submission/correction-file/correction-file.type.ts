import { DateTime } from '@ketqua/platform';
import { Field, ObjectType, registerEnumType } from 'type-graphql';

export enum CorrectionRows {
  REJECTED = 'REJECTED',
  ALL = 'ALL',
}
registerEnumType(CorrectionRows, {
  name: 'CorrectionRows',
  description: 'Which rows of a submission its correction file holds.',
});

/** A submission's rows with what is wrong with them. */
@ObjectType({
  description:
    'The rows of a submission as they were sent, with a last column `problem`: mend them and send the file. Read by the lab that sent it.',
})
export class CorrectionFile {
  @Field(() => String)
  fileName!: string;
  @Field(() => String, {
    description: 'CSV (RFC 4180), with cells that a spreadsheet would take for formulas escaped.',
  })
  content!: string;
  @Field(() => DateTime, { description: 'Until when it can be fetched.' })
  availableUntil!: Date;
}
