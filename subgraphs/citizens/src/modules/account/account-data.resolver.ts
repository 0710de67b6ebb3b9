import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { CitizensContext } from '../../context.js';
import { accountData } from './account-data.service.js';
import { AccountData } from './account-data.type.js';
import { Citizen } from './viewer.type.js';

@Resolver(() => Citizen)
export class AccountDataResolver {
  @FieldResolver(() => AccountData, {
    nullable: true,
    description: 'What is held of the account itself. Read by its holder; null for others.',
  })
  account(@Root() citizen: Citizen, @Ctx() context: CitizensContext): Promise<AccountData | null> {
    return accountData(context, citizen);
  }
}
