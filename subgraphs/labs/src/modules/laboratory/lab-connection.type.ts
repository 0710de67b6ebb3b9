import { PageInfo } from '@ketqua/platform';
import { Field, ObjectType } from 'type-graphql';
import { Lab } from './lab.type.js';

@ObjectType({ description: 'A laboratory in a page. Read by an ADMIN.' })
export class LabEdge {
  @Field(() => String)
  cursor!: string;

  @Field(() => Lab)
  node!: Lab;
}

@ObjectType({ description: 'A page of laboratories. Read by an ADMIN.' })
export class LabConnection {
  @Field(() => [LabEdge])
  edges!: LabEdge[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
