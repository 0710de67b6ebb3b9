import { readFileSync } from 'node:fs';
import { type CheckpointRule, checkpointRuleFrom, type PublishedDccRule } from '@ketqua/health-cert';
import { z } from 'zod';
import { Failure } from '../console/failure.js';

const certificateType = z.enum(['General', 'Test', 'Vaccination', 'Recovery']);

/** CertLogic is judged where it is evaluated: what it cannot evaluate stays OPEN. */
const logic = z.unknown().transform((value) => value as CheckpointRule['logic']);

const published = z
  .object({
    Identifier: z.string().min(1),
    Version: z.string(),
    CertificateType: certificateType,
    Description: z.array(z.object({ lang: z.string(), desc: z.string() })).default([]),
    ValidFrom: z.string(),
    ValidTo: z.string(),
    Logic: logic,
  })
  .transform((rule) => checkpointRuleFrom(rule as PublishedDccRule));

const own = z.object({
  id: z.string().min(1),
  description: z.object({ vi: z.string(), en: z.string() }),
  logic,
  certificateType: certificateType.optional(),
  version: z.string().optional(),
  validFrom: z.string().optional(),
  validTo: z.string().optional(),
});

const rule = z.union([published, own]);
const rules = z.union([
  z.array(rule),
  z.object({ rules: z.array(rule) }).transform((bundle) => bundle.rules),
  rule.transform((one) => [one]),
]);

/**
 * Reads the rules of a file: one DCC rule as countries publish it (DCC Validation Rules 1.02) or as the platform
 * writes it, an array of them, or a trust bundle.
 *
 * @throws Failure FILE_UNREADABLE
 */
export function rulesOf(path: string): readonly CheckpointRule[] {
  try {
    return rules.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new Failure('FILE_UNREADABLE', 'RULES_UNREADABLE', {
      en: `${path}: holds no DCC rule, as one JSON object or an array of them`,
      vi: `${path}: không có quy tắc DCC nào, dạng một đối tượng JSON hoặc một mảng`,
    });
  }
}
