import { Field, InputType } from 'type-graphql';
import { LabSyncStatus } from './laboratory.entity.js';

@InputType({ description: 'Which laboratories to list.' })
export class LabFilterInput {
  @Field(() => LabSyncStatus, { nullable: true })
  syncStatus?: LabSyncStatus | null;
}
