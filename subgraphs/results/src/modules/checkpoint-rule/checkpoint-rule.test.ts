import { accountViewer } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ResultsHouse, row } from '../../testing/results-house.js';
import { readyRuleSets } from './ready-rule-sets.js';

interface Tried {
  readonly id: string;
  readonly verdict: string;
  readonly verdictNow: string | null;
  readonly rules: { id: string; outcome: string }[];
}

const set = (code: string) => readyRuleSets.find((each) => each.code === code)!;
const rule = (given: object = {}) => ({ ...set('VN-SG-2021-07').rules[0], ...given });

describe('the rules of checkpoints', () => {
  let house: ResultsHouse;
  const admin = () => ({ ...house.admin, codeVerifiedAt: Math.floor(Date.now() / 1000) });
  const tried = async (rules: unknown, more: object = {}) =>
    (
      await house.ask(
        `query ($rules: String!, $code: String, $at: DateTime) { tryRules(rules: $rules, code: $code, at: $at) {
           __typename ... on RuleTrial { samples { id verdict verdictNow rules { id outcome } } }
           ... on InvalidRulesError { code path problems { path code hint } } } }`,
        { rules: typeof rules === 'string' ? rules : JSON.stringify(rules), ...more },
        house.admin,
      )
    ).tryRules;
  const publish = async (input: object, viewer = admin()) =>
    (
      await house.ask(
        `mutation ($input: PublishRulesInput!) { publishRules(input: $input) { __typename
           ... on RuleSet { code versions { version isInForce validFrom } }
           ... on InvalidRulesError { path problems { path code } } ... on UserError { code } } }`,
        {
          input: {
            ...{ code: 'TEST-1', jurisdiction: 'VN-SG', nameVi: 'Thử', nameEn: 'Test', note: '1015/CĐ-TTg' },
            rules: JSON.stringify([rule()]),
            ...input,
          },
        },
        viewer,
      )
    ).publishRules;
  const setRules = async (checkpointId: string, ruleSet: string | null) =>
    (
      await house.ask(
        `mutation ($input: SetCheckpointRulesInput!) { setCheckpointRules(input: $input) { __typename
           ... on Checkpoint { ruleSet } ... on UserError { code } } }`,
        { input: { checkpointId, ruleSet } },
        house.admin,
      )
    ).setCheckpointRules;
  let checkpoints = 0;
  const newCheckpoint = async () => {
    checkpoints += 1;
    const input = { code: `CPR-${checkpoints}`, name: 'Chốt', jurisdiction: 'VN-SG' };
    const { createCheckpoint } = await house.ask(
      'mutation ($input: CreateCheckpointInput!) { createCheckpoint(input: $input) { ... on Checkpoint { id ruleSet } } }',
      { input },
      house.admin,
    );
    return createCheckpoint as { id: string; ruleSet: string };
  };

  beforeAll(async () => {
    house = await ResultsHouse.open();
  });
  afterAll(() => house.close());

  it.each([
    [
      'VN-SG-2021-07',
      { PCR_50H: 'PASS', PCR_75H: 'FAIL', RAT_30H: 'PASS', CHILD_9D: 'PASS', FOREIGN_12H: 'PASS' },
    ],
    ['VN-41-2021-07', { PCR_75H: 'PASS', PCR_6D: 'FAIL', CHILD_9D: 'PASS', FOREIGN_12H: 'PASS' }],
    ['VN-39-2021-07', { PCR_6D: 'PASS', PCR_9D: 'FAIL', FOREIGN_12H: 'UNKNOWN' }],
    ['VN-13-2021-07', { PCR_12H: 'PASS', PCR_50H: 'FAIL', RAT_12H: 'FAIL', CHILD_9D: 'PASS' }],
    ['EU-TEMPLATE', { PCR_50H: 'PASS', PCR_75H: 'FAIL', RAT_30H: 'PASS', CHILD_9D: 'FAIL' }],
    ['ANY-72H-24H', { PCR_50H: 'PASS', PCR_75H: 'FAIL', RAT_12H: 'PASS', RAT_30H: 'FAIL' }],
    ['VN-72H', { PCR_50H: 'PASS', PCR_75H: 'FAIL', RAT_30H: 'PASS', CHILD_9D: 'FAIL' }],
  ])('%s decides as its place did', async (code, expected) => {
    const { samples } = (await tried(set(code).rules)) as { samples: Tried[] };
    const verdicts = Object.fromEntries(samples.map(({ id, verdict }) => [id, verdict]));
    expect(verdicts).toMatchObject({ ...expected, PCR_DETECTED: 'FAIL' });
    expect(verdicts.FUTURE).not.toBe('PASS');
  });

  it('are read where they are ready, in the format of the DCC', () => {
    expect(readyRuleSets.map(({ code }) => code)).toHaveLength(7);
    for (const { rules } of readyRuleSets) {
      for (const each of rules) expect(each).toMatchObject({ Engine: 'CERTLOGIC', Type: 'Acceptance' });
    }
  });

  it.each([
    ['no JSON', '{', [['', 'JSON']]],
    ['nothing', '[]', [['', 'COUNT']]],
    ['too many', JSON.stringify(Array.from({ length: 21 }, () => rule())), [['', 'COUNT']]],
    ['a text', '["x"]', [['0', 'TYPE']]],
    [
      'wrong fields',
      JSON.stringify([
        rule({ Identifier: 'A', Version: 1, ValidTo: '2020-01-01T00:00:00Z', Logic: undefined }),
      ]),
      [
        ['0.Identifier', 'PATTERN'],
        ['0.Version', 'TYPE'],
        ['0.ValidTo', 'ORDER'],
        ['0.Logic', 'MISSING'],
      ],
    ],
    [
      'one language',
      JSON.stringify([rule({ Description: [{ lang: 'en', desc: 'x' }] })]),
      [['0.Description', 'LANGUAGE']],
    ],
    ['no logic', JSON.stringify([rule({ Logic: { or: [true] } })]), [['0.Logic', 'LOGIC']]],
    [
      'a fact that nobody knows',
      JSON.stringify([rule({ Logic: { '===': [{ var: 'external.passport' }, 'x'] } })]),
      [['0.Logic', 'FACT']],
    ],
    ['the same twice', JSON.stringify([rule(), rule()]), [['1.Identifier', 'DUPLICATE']]],
    [
      'deeper than whoever judges can follow',
      JSON.stringify([rule({ Logic: 'DEEP' })]).replace(
        '"DEEP"',
        `${'{"!":['.repeat(1_500)}true${']}'.repeat(1_500)}`,
      ),
      [['0', 'SIZE']],
    ],
    [
      'loops in loops',
      JSON.stringify([
        rule({
          Logic: {
            reduce: [
              { var: 'external.valueSets.country-2-codes' },
              { reduce: [{ var: 'accumulator' }, { var: 'accumulator' }, { var: 'accumulator' }] },
              { var: 'external.valueSets.country-2-codes' },
            ],
          },
        }),
      ]),
      [['', 'SIZE']],
    ],
    [
      'written with what no database takes',
      JSON.stringify([rule({ Region: 'SG\u0000' }), rule({ Version: '2.0.0', Region: '\ud800' })]),
      [
        ['0', 'TEXT'],
        ['1', 'TEXT'],
      ],
    ],
  ])('are refused where they are %s, each problem by its path', async (_name, rules, problems) => {
    const refused = await tried(rules);
    expect(refused).toMatchObject({ __typename: 'InvalidRulesError', path: ['input', 'rules'] });
    expect(refused.problems.map(({ path, code }: { path: string; code: string }) => [path, code])).toEqual(
      problems,
    );
    for (const { hint } of refused.problems) expect(hint).not.toBe('');
  });

  it('are tried beside what they are to replace, and nothing is stored', async () => {
    const { samples } = (await tried(set('VN-41-2021-07').rules, { code: 'VN-SG-2021-07' })) as {
      samples: Tried[];
    };
    expect(samples.find(({ id }) => id === 'PCR_75H')).toEqual({
      id: 'PCR_75H',
      verdict: 'PASS',
      verdictNow: 'FAIL',
      rules: [
        { id: 'TR-VN-0201', outcome: 'PASSED' },
        { id: 'TR-VN-0202', outcome: 'PASSED' },
      ],
    });
    // A code that is none replaces nothing.
    const beside = await tried(set('VN-41-2021-07').rules, { code: '\u0000' });
    expect(beside.samples[0]).toMatchObject({ verdictNow: null });
    // Before it is in force, a rule passes nobody.
    const early = (await tried(set('VN-41-2021-07').rules, { at: '2021-06-01T00:00:00Z' })) as {
      samples: Tried[];
    };
    expect(new Set(early.samples.map(({ verdict }) => verdict))).toEqual(new Set(['UNKNOWN', 'FAIL']));
    const [stored] = await house.database.query<{ n: number }>(
      'select count(*)::int as n from results.rule_set_version',
    );
    expect(stored!.n).toBe(0);
  });

  it.each(['0000-01-01T00:00:00Z', '0001-06-01T00:00:00+07:00', '9999-12-31T23:59:59Z'])(
    'are tried at %s too, or that is refused as a time',
    async (at) => {
      const answer = await tried(set('VN-41-2021-07').rules, { at }).catch(
        ({ errors }) => errors[0].extensions.code,
      );
      expect(answer).toBe('BAD_USER_INPUT');
    },
  );

  it('are published in versions, from a moment on, with a fresh code and never in the past', async () => {
    const stale = { ...admin(), codeVerifiedAt: Math.floor(Date.now() / 1000) - 901 };
    expect(await publish({}, stale)).toMatchObject({ code: 'STEP_UP_REQUIRED' });
    const later = new Date(Date.now() + 86_400_000).toISOString();
    expect(await publish({ validFrom: new Date(Date.now() - 3_600_000).toISOString() })).toMatchObject({
      path: ['input', 'validFrom'],
    });
    for (const field of ['code', 'jurisdiction', 'nameVi', 'nameEn', 'note']) {
      expect(await publish({ [field]: '' })).toMatchObject({ path: ['input', field] });
      expect(await publish({ [field]: '\ud800' })).toMatchObject({ path: ['input', field] });
    }
    expect((await publish({})).versions).toMatchObject([{ version: 1, isInForce: true }]);
    const answers = await Promise.all([publish({ validFrom: later }), publish({ validFrom: later })]);
    expect(answers.map(({ __typename }) => __typename)).toEqual(['RuleSet', 'RuleSet']);
    const { ruleSets } = await house.ask(
      '{ ruleSets { code name versions { version isInForce rules note } checkpoints { code } } }',
      {},
      house.admin,
    );
    const test = ruleSets.find(({ code }: { code: string }) => code === 'TEST-1');
    expect(test.versions).toMatchObject([
      { version: 3, isInForce: false },
      { version: 2, isInForce: false },
      { version: 1, isInForce: true },
    ]);
    expect(JSON.parse(test.versions[0].rules)).toEqual([rule()]);
  });

  it('are what a checkpoint judges by: at once where they are set, later where they begin later', async () => {
    const phone = '+84906010001';
    const citizen = house.citizen(phone);
    const patient = { fullName: 'Lý Văn Quy', dateOfBirth: '1985-05-15', sex: 'MALE', phone };
    const collected = new Date(Date.now() - 75 * 3_600_000).toISOString();
    const { rows } = await house.submit([
      row({
        patient,
        specimenCollectedAt: collected,
        resultedAt: new Date(Date.now() - 69 * 3_600_000).toISOString(),
      }),
    ]);
    await house.claim(citizen, '1985-05-15');
    const { payload } = await house.issue(rows[0].resultId, citizen);
    const { id, ruleSet } = await newCheckpoint();
    expect(ruleSet).toBe('VN-72H');
    const officer = accountViewer({ roles: ['CITIZEN', 'OFFICER'], checkpointIds: [id] });
    const judged = async () => {
      const { verdict, rules } = await house.verify(payload, id, officer);
      return { verdict, ids: rules.map((each: { id: string }) => each.id) };
    };
    expect(await judged()).toEqual({ verdict: 'FAIL', ids: ['TR-VN-0001', 'TR-VN-0002'] });
    expect(await setRules(id, 'VN-39-2021-07')).toEqual({
      __typename: 'Checkpoint',
      ruleSet: 'VN-39-2021-07',
    });
    expect(await judged()).toEqual({ verdict: 'PASS', ids: ['TR-VN-0301', 'TR-VN-0302'] });
    // What is published later does not count yet; what is published now does.
    const strict = JSON.stringify(set('VN-13-2021-07').rules);
    const names = { code: 'VN-39-2021-07', jurisdiction: 'VN-39', rules: strict };
    await publish({ ...names, validFrom: new Date(Date.now() + 86_400_000).toISOString() });
    expect((await judged()).verdict).toBe('PASS');
    await publish(names);
    expect(await judged()).toEqual({ verdict: 'FAIL', ids: ['TR-VN-0401', 'TR-VN-0402', 'TR-VN-0403'] });
    expect(await setRules(id, 'NO-SUCH')).toMatchObject({ code: 'NOT_FOUND' });
    expect(await setRules(id, null)).toMatchObject({ ruleSet: 'VN-72H' });
  });

  it('pass nobody where none is in force', async () => {
    const over = [rule({ ValidFrom: '2021-07-01T00:00:00Z', ValidTo: '2021-09-01T00:00:00Z' })];
    const { samples } = (await tried(over)) as { samples: Tried[] };
    expect(samples[0]).toMatchObject({ verdict: 'UNKNOWN', rules: [{ id: 'NO_RULES', outcome: 'OPEN' }] });
  });

  it('are the authority’s alone', async () => {
    const officer = accountViewer({ roles: ['CITIZEN', 'OFFICER'] });
    for (const query of ['{ ruleSets { code } }', '{ tryRules(rules: "[]") { __typename } }']) {
      await expect(house.ask(query, {}, officer)).rejects.toMatchObject({
        errors: [{ extensions: { code: 'FORBIDDEN' } }],
      });
    }
    await expect(publish({}, { ...admin(), roles: ['CITIZEN', 'OFFICER'] } as never)).rejects.toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
  });
});
