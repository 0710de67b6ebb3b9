import type { DccRule } from '@ketqua/health-cert';
import { type RuleProblem, readDccRules } from '@ketqua/health-cert/node';
import { acted, queryIn, StepUpRequiredError, say, type Text, unitOfWork } from '@ketqua/platform';
import type { ResultsContext } from '../../context.js';
import {
  InvalidRulesError,
  type PublishRulesInput,
  RuleProblemType,
  type RuleSet,
} from './checkpoint-rule.type.js';
import { presentRuleSet } from './present-rule-set.js';
import { ruleSetVersions } from './rule-sets.js';

/** A request takes a moment to arrive: `validFrom` of just now is now. */
const patience = 60_000;
const furthestDays = 366;
/** Every set stands in what every verifier downloads. */
const mostSets = 50;

const patterns = {
  code: /^[A-Z0-9][A-Z0-9-]{1,31}$/,
  jurisdiction: /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/,
  nameVi: /^[^\p{Cc}\p{Cs}]{1,120}$/u,
  nameEn: /^[^\p{Cc}\p{Cs}]{1,120}$/u,
  note: /^[^\p{Cc}\p{Cs}]{1,500}$/u,
} as const;

const hints: Readonly<Record<RuleProblem['code'], Text>> = {
  JSON: {
    vi: 'Không phải JSON: kiểm tra dấu ngoặc và dấu phẩy.',
    en: 'This is no JSON: check brackets and commas.',
  },
  COUNT: { vi: 'Cần một mảng JSON gồm 1 đến 20 quy định.', en: 'A JSON array of 1 to 20 rules is needed.' },
  MISSING: { vi: 'Thiếu trường này.', en: 'This field is missing.' },
  TYPE: {
    vi: 'Trường này phải là chuỗi; quy định phải là đối tượng.',
    en: 'This field is a text; a rule is an object.',
  },
  PATTERN: {
    vi: 'Giá trị không đúng dạng của DCC Validation Rules 1.02, ví dụ TR-VN-0001, 1.0.0, 2021-07-01T00:00:00+07:00.',
    en: 'This is not as DCC Validation Rules 1.02 write it, for example TR-VN-0001, 1.0.0, 2021-07-01T00:00:00+07:00.',
  },
  LANGUAGE: {
    vi: 'Cần mô tả bằng tiếng Việt (vi) và tiếng Anh (en), tối đa 300 ký tự.',
    en: 'A description in Vietnamese (vi) and in English (en) is needed, of at most 300 characters.',
  },
  ORDER: { vi: 'Ngày kết thúc phải sau ngày bắt đầu.', en: 'It must end after it begins.' },
  LOGIC: { vi: 'Không phải biểu thức CertLogic.', en: 'This is no CertLogic expression.' },
  FACT: {
    vi: 'Quy định hỏi điều mà nơi kiểm tra không biết. Dùng payload.* hoặc external.validationClock, resultedAt, iat, exp, issuerCountryCode, kid, valueSets.',
    en: 'It asks for what no verifier knows. Use payload.* or external.validationClock, resultedAt, iat, exp, issuerCountryCode, kid, valueSets.',
  },
  DUPLICATE: {
    vi: 'Đã có quy định cùng mã và phiên bản.',
    en: 'Another rule has this identifier and version.',
  },
  SIZE: {
    vi: 'Quy định lồng nhau quá sâu hoặc tốn quá nhiều bước tính. Hãy viết gọn lại, bớt reduce.',
    en: 'It lies too deep, or takes too many steps to judge. Write it shorter, with less of reduce.',
  },
  TEXT: {
    vi: 'Có ký tự hỏng. Hãy gõ lại đoạn chữ đó.',
    en: 'It holds a broken character. Write the text anew.',
  },
};

/** Reads rules as they were written, or says in the reader's language what is wrong with each. */
export function readRules({ locale }: ResultsContext, json: string): readonly DccRule[] | InvalidRulesError {
  const read = readDccRules(json);
  if ('rules' in read) return read.rules;
  const problems = read.problems.map(({ path, code }) =>
    Object.assign(new RuleProblemType(), { path, code, hint: say(locale, hints[code]) }),
  );
  return InvalidRulesError.in(
    locale,
    { vi: 'Quy định chưa đúng định dạng.', en: 'The rules are not in the right format.' },
    { path: ['input', 'rules'], problems },
  );
}

/**
 * Publishes the next version of a set of rules. What was in force stays so until `validFrom`; nothing is changed in the
 * past. Verifiers that are online go by it at that moment, the others once they have the next trust bundle.
 */
export async function publishRules(
  context: ResultsContext,
  input: PublishRulesInput,
): Promise<RuleSet | InvalidRulesError | StepUpRequiredError> {
  const { viewer } = context;
  if (viewer.kind !== 'account' || StepUpRequiredError.isNeededBy(viewer)) return stepUp(context);
  for (const [field, pattern] of Object.entries(patterns)) {
    const text = input[field as keyof typeof patterns].normalize('NFC');
    if (!pattern.test(text)) return wrong(context, field);
  }
  const now = Date.now();
  const validFrom = input.validFrom ?? new Date(now);
  const isUsable =
    validFrom.getTime() >= now - patience && validFrom.getTime() <= now + furthestDays * 86_400_000;
  if (!isUsable) return wrong(context, 'validFrom');
  const rules = readRules(context, input.rules);
  if (rules instanceof InvalidRulesError) return rules;
  const isStored = await unitOfWork(context, async (em, outbox) => {
    const query = queryIn(em);
    // One after the other: each version has its number, and the number of sets its bound.
    await query("select pg_advisory_xact_lock(hashtext('ketqua rule sets'))");
    const versions = await ruleSetVersions(query);
    const codes = new Set(versions.map(({ code }) => code));
    if (!codes.has(input.code) && codes.size >= mostSets) return false;
    const last = versions.find(({ code }) => code === input.code)?.version ?? 0;
    await query(
      `insert into results.rule_set_version
         (set_code, version, jurisdiction, name, rules, valid_from, note, published_by)
       values ($1, $2, $3, $4::jsonb, $5::jsonb, $6, $7, $8)`,
      [
        ...[input.code, last + 1, input.jurisdiction],
        ...[JSON.stringify({ vi: input.nameVi, en: input.nameEn }), JSON.stringify(rules)],
        ...[validFrom.toISOString(), input.note, viewer.accountId],
      ],
    );
    const version = { ruleSet: input.code, version: last + 1 };
    outbox(acted(context, 'RULES_PUBLISHED', { ...version, validFrom: validFrom.toISOString() }));
    return true;
  });
  if (!isStored) return wrong(context, 'code');
  context.log.warn({ ruleSet: input.code, validFrom: validFrom.toISOString() }, 'rules were published');
  return presentRuleSet(context, await ruleSetVersions(queryIn(context.em), input.code));
}

function wrong({ locale }: ResultsContext, field: string): InvalidRulesError {
  return InvalidRulesError.in(
    locale,
    {
      vi: 'Trường này không dùng được: để trống, quá dài, sai dạng, hoặc đã qua.',
      en: 'This cannot be used: empty, too long, of another form, or past.',
    },
    { path: ['input', field], problems: [] },
  );
}

function stepUp({ locale }: ResultsContext): StepUpRequiredError {
  return StepUpRequiredError.in(locale, {
    vi: 'Để công bố quy định, hãy xác nhận lại bằng mã gửi đến điện thoại.',
    en: 'To publish rules, confirm again with a code sent to your phone.',
  });
}
