import { readFileSync } from 'node:fs';
import {
  buildSchema,
  type GraphQLNamedType,
  getNamedType,
  isCompositeType,
  isInputObjectType,
} from 'graphql';
import { describe, expect, it } from 'vitest';

const api = buildSchema(readFileSync(new URL('../../schema/api.graphql', import.meta.url), 'utf8'));

/** What speaks of a person. */
const ofPerson = ['Citizen', 'Person', 'TestResult', 'QrToken', 'RecordAccess', 'RecordData', 'Dispute'];
/** What speaks of a scan. */
const isOfScan = (name: string) => /Verification|Checkpoint/.test(name);

/** The types that are reached from a type by its fields. */
function reachedFrom(start: string): Set<string> {
  const reached = new Set<string>();
  const waiting: GraphQLNamedType[] = [api.getType(start)!];
  for (let type = waiting.pop(); type; type = waiting.pop()) {
    if (reached.has(type.name) || !isCompositeType(type)) continue;
    reached.add(type.name);
    waiting.push(...api.getPossibleTypes(type as never));
    if ('getFields' in type) {
      waiting.push(...Object.values(type.getFields()).map((field) => getNamedType(field.type)));
    }
  }
  return reached;
}

describe('a person and the scans at checkpoints', () => {
  it.each(ofPerson)('no field leads from %s to a scan or a checkpoint', (name) => {
    expect([...reachedFrom(name)].filter(isOfScan)).toEqual([]);
  });

  it('no scan is asked for by a person, a result or a certificate, and none leads back to one', () => {
    const roots = [api.getQueryType(), api.getSubscriptionType()].flatMap((type) =>
      Object.values(type!.getFields()),
    );
    const scans = roots.filter((field) => /Verification/.test(getNamedType(field.type).name));
    expect(scans.map(({ name }) => name).sort()).toEqual(['verificationFeed', 'verificationHistory']);
    for (const { args, type } of scans) {
      const asked = args.flatMap((arg) => {
        const named = getNamedType(arg.type);
        return isInputObjectType(named) ? Object.keys(named.getFields()) : [arg.name];
      });
      expect(asked.filter((name) => !/^(checkpointIds?|first|after)$/.test(name))).toEqual([]);
      const reached = reachedFrom(getNamedType(type).name);
      expect(ofPerson.filter((name) => reached.has(name))).toEqual([]);
    }
  });
});
