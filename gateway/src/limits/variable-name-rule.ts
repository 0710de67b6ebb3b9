import { type ASTVisitor, GraphQLError, type ValidationContext } from 'graphql';

/**
 * Refuses a variable `$__proto__`: graphql-js gathers values in a plain object, where that name gives the others what
 * nobody has checked.
 */
export function variableNameRule(context: ValidationContext): ASTVisitor {
  return {
    VariableDefinition({ variable }) {
      if (variable.name.value !== '__proto__') return;
      context.reportError(new GraphQLError('A variable may not be called __proto__', { nodes: variable }));
    },
  };
}
