import { Permission } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, Mutation, Query, Resolver } from 'type-graphql';
import type { ResultsContext } from '../../../context.js';
import { importDefaults, saveImportDefaults } from './import-defaults.service.js';
import { ImportDefaults, InvalidImportOptionError, SaveImportDefaultsInput } from './import-defaults.type.js';

const SaveImportDefaultsResult = createUnionType({
  name: 'SaveImportDefaultsResult',
  types: () => [ImportDefaults, InvalidImportOptionError] as const,
});

@Resolver()
export class ImportDefaultsResolver {
  @Permission('submission.read')
  @Query(() => ImportDefaults, { nullable: true, description: "The calling lab's own, or null." })
  importDefaults(@Ctx() context: ResultsContext): Promise<ImportDefaults | null> {
    return importDefaults(context);
  }

  @Permission('result.submit')
  @Mutation(() => SaveImportDefaultsResult, {
    description: "Keeps how the calling lab's files are read. Called by labs, for themselves.",
  })
  saveImportDefaults(
    @Ctx() context: ResultsContext,
    @Arg('input', () => SaveImportDefaultsInput) input: SaveImportDefaultsInput,
  ): Promise<typeof SaveImportDefaultsResult> {
    return saveImportDefaults(context, input);
  }
}
