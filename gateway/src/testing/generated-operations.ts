import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** An operation that is valid on a schema, and variables for it. */
export interface GeneratedOperation {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

/** Makes operations by a seed: the same seed makes the same ones. */
export class OperationGenerator {
  #state: number;
  #definitions: string[] = [];
  #variables: Record<string, unknown> = {};
  #fragments: string[] = [];
  #fields = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    seed: number,
    /** Whether they are queries without fragments, conditions and abstract types. */
    private readonly isPlain = false,
  ) {
    this.#state = seed * 2_654_435_761 + 1;
  }

  next(): GeneratedOperation {
    this.#definitions = [];
    this.#variables = {};
    this.#fragments = [];
    this.#fields = 0;
    const isMutation = !this.isPlain && this.#below(10) === 0;
    const root = (isMutation ? this.schema.getMutationType() : this.schema.getQueryType())!;
    const selection = this.#selection(root, 0);
    const definitions = this.#definitions.length ? `(${this.#definitions.join(', ')})` : '';
    const kind = isMutation ? 'mutation' : 'query';
    return {
      query: `${kind} Generated${definitions} ${selection}\n${this.#fragments.join('\n')}`,
      variables: this.#variables,
    };
  }

  /** A linear congruential generator: enough to wander, and the same on every machine. */
  #below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }

  #selection(type: GraphQLCompositeType, depth: number): string {
    const parts: string[] = [];
    if (this.#below(6) === 0 || !('getFields' in type)) parts.push(`${this.#alias('__typename')}__typename`);
    if ('getFields' in type) {
      const fields = Object.values(type.getFields());
      const count = 1 + this.#below(4);
      for (let n = 0; n < count; n++) parts.push(this.#field(fields[this.#below(fields.length)]!, depth));
    }
    if (isAbstractType(type) || (!this.isPlain && this.#below(8) === 0))
      parts.push(...this.#fragmentsOn(type, depth));
    const shown = parts.filter(Boolean);
    return `{ ${shown.length ? shown.join(' ') : '__typename'} }`;
  }

  #fragmentsOn(type: GraphQLCompositeType, depth: number): string[] {
    const possible = isAbstractType(type) ? this.schema.getPossibleTypes(type) : [type];
    const around = isObjectType(type) ? type.getInterfaces() : [];
    const candidates: readonly GraphQLCompositeType[] = [...possible, ...around, type];
    return Array.from({ length: 1 + this.#below(2) }, () => {
      const target = candidates[this.#below(candidates.length)]!;
      const selection = this.#selection(target, depth + 1);
      if (this.#below(2)) return `... on ${target.name}${this.#condition()} ${selection}`;
      const name = `Part${this.#fragments.length}`;
      this.#fragments.push(`fragment ${name} on ${target.name} ${selection}`);
      return `...${name}${this.#condition()}`;
    });
  }

  #field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const type = getNamedType(field.type);
    const isDeep = depth > 4 || this.#fields > 16;
    if (isCompositeType(type) && (isDeep || (this.isPlain && isAbstractType(type)))) return '';
    this.#fields++;
    const given = field.args.map((argument) => this.#argument(argument)).filter(Boolean);
    // A field with arguments has an alias by them: two of one name must ask for the same.
    const alias = given.length ? `a${this.#fields}: ` : this.#alias(field.name);
    const args = given.length ? `(${given.join(', ')})` : '';
    const below = isCompositeType(type) ? ` ${this.#selection(type, depth + 1)}` : '';
    return `${alias}${field.name}${args}${this.#condition()}${below}`;
  }

  /** An alias of a field's own, for a name may stand for one field only; some are names that every object has. */
  #alias(name: string): string {
    const chance = this.#below(12);
    if (chance === 0) return `other_${name}: `;
    return chance === 1 ? `toString_${this.#fields++}: ` : '';
  }

  #argument({ name, type }: GraphQLArgument): string {
    if (!isNonNullType(type) && this.#below(2)) return '';
    const value = this.#value(type);
    if (this.#below(2)) return `${name}: ${literal(value)}`;
    return `${name}: $${this.#variable(String(type), value, isNonNullType(type))}`;
  }

  #value(type: GraphQLInputType): unknown {
    const bare = getNullableType(type);
    if (isEnumType(bare)) return { enum: bare.getValues()[this.#below(bare.getValues().length)]!.name };
    if (String(bare) === 'Int') return this.#below(5);
    return String(this.#below(5));
  }

  #condition(): string {
    if (this.isPlain || this.#below(9)) return '';
    const directive = this.#below(2) ? 'skip' : 'include';
    const value = this.#below(2) === 0;
    if (this.#below(3) === 0) return ` @${directive}(if: ${value})`;
    return ` @${directive}(if: $${this.#variable('Boolean!', value, true)})`;
  }

  #variable(type: string, value: unknown, isRequired: boolean): string {
    const name = `v${this.#definitions.length}`;
    const hasDefault = this.#below(4) === 0;
    this.#definitions.push(`$${name}: ${type}${hasDefault ? ` = ${literal(value)}` : ''}`);
    const isGiven = isRequired ? !hasDefault || this.#below(2) === 0 : this.#below(3) > 0;
    if (isGiven) this.#variables[name] = plain(value);
    return name;
  }
}

function literal(value: unknown): string {
  return typeof value === 'object' ? (value as { enum: string }).enum : JSON.stringify(value);
}

function plain(value: unknown): unknown {
  return typeof value === 'object' ? (value as { enum: string }).enum : value;
}
