import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import type { ASTVisitor, ValidationContext } from 'graphql';
import { limits } from './limits.js';
import { mutationLimitRule } from './mutation-limit-rule.js';
import { variableNameRule } from './variable-name-rule.js';

type Rule = (context: ValidationContext) => ASTVisitor;

/** Armor throws out of `validate` by default; here it reports like any other rule. */
const reporting = {
  propagateOnRejection: false,
  onReject: [
    (context: ValidationContext | null, error: Parameters<ValidationContext['reportError']>[0]) =>
      context?.reportError(error),
  ],
};

/** Validation rules that refuse a document for its size. The number of tokens is the parser's to refuse. */
export const limitRules: Rule[] = [
  maxDepthRule({ n: limits.depth, flattenFragments: true, ...reporting }),
  maxAliasesRule({ n: limits.aliases, ...reporting }),
  maxDirectivesRule({ n: limits.directives, ...reporting }),
  mutationLimitRule,
  variableNameRule,
] as Rule[];
