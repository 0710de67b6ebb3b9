import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Attacker,
  type Attempt,
  grouped,
  isRefusedAtAll,
  planned,
  Refused,
  rootOf,
  type Sent,
  send,
} from './attack-attempts.js';
import { Chance } from './attack-chance.js';
import { anyForm, documentOf, forms } from './attack-document.js';
import { EntitiesOf, rooms } from './attack-entities.js';
import type { Place } from './attack-schema.js';
import { Stage } from './attack-stage.js';
import { heardOn, isTold, listenToAll, streamsOf } from './attack-streams.js';
import { SubgraphDoor } from './attack-subgraph-door.js';
import { sentResult } from './people.js';

const seed = Number(process.env.KETQUA_ATTACK_SEED ?? Math.floor(Math.random() * 2 ** 31));
/** The rules are the same on either database: where every hop is a process of its own, a fifth of them is tried again. */
const count = Number(process.env.KETQUA_ATTACKS ?? (process.env.DATABASE_URL ? 2_000 : 10_000));

describe(`${count} attempts of others to reach what is a citizen's (KETQUA_ATTACK_SEED=${seed})`, () => {
  const chance = new Chance(seed);
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.set();
  });
  afterAll(() => stage?.cast.platform.stop());

  /** Makes attempts, eight documents at a time; what one refusal hides of others is tried again, each by itself. */
  const tried = async (attempts: readonly Attempt[], asked: Set<string>, token?: string): Promise<Sent[]> => {
    const groups = grouped(attempts, chance);
    const sent: Sent[] = [];
    const lane = async () => {
      for (let group = groups.pop(); group; group = groups.pop()) {
        const one = await send(stage.cast.door, stage.walked, group, { chance, asked, token });
        sent.push(one);
        if (!one.answer.data && group.length > 1 && !isRefusedAtAll(one)) {
          groups.push(...group.map((attempt) => [attempt]));
        }
      }
    };
    await Promise.all(Array.from({ length: 8 }, lane));
    return sent;
  };

  it('are told nothing, change nothing and break nothing', async () => {
    const { cast, walked, attackers, identifiers, oracle, beside } = stage;
    const before = await stage.state();
    const refused = await Refused.to(cast.door, walked, attackers);
    const attempts = planned(walked, attackers, identifiers, { beside, count, chance, refused });
    const asked = new Set<string>();
    const sent = await tried(attempts, asked);
    const wrong = sent.flatMap((one) => oracle.judge(one) ?? []);
    expect(wrong.slice(0, 3), `${wrong.length} of ${sent.length} documents`).toEqual([]);
    expect(await stage.state()).toBe(before);
    expect(attempts.length).toBeGreaterThanOrEqual(count);
    // A document that is refused for its form has attacked nothing; a time in a literal is judged as its form.
    expect(sent.filter((one) => oracle.wasRefusedForItsForm(one)).map(({ query }) => query)).toEqual([]);
    // So many reach every field.
    if (count < 10_000) return;
    const isOpen = (place: Place) => !refused.has(attackers[0]!, place);
    expect(walked.reachable(isOpen).filter((field) => !asked.has(field))).toEqual([]);
  }, 600_000);

  it('would have told of it: the same attempts, made by the victim, succeed in every form', async () => {
    const { walked, attackers, identifiers, oracle, beside, readings, victim } = stage;
    const self = { ...attackers[0]!, own: readings.own, isStranger: false, mutates: false };
    const refused = await Refused.to(stage.cast.door, walked, [{ ...self, token: victim.token }]);
    const own = identifiers.filter(({ kind, value }) => kind === 'Dispute.id' || value === victim.resultId);
    expect(own).toHaveLength(2);
    const attempts = [
      ...planned(walked, [self], identifiers, { beside, count: 1_000, chance, refused }),
      // Of all that names something, few find anything: chance alone may leave out a field.
      ...walked.places().flatMap((place) =>
        own.flatMap((identifier) => {
          const isMeant = ['query testResult', 'query dispute'].includes(rootOf(place));
          const { value } = identifier;
          return isMeant ? [{ attacker: self, place, identifier, disguise: 'none', value, beside }] : [];
        }),
      ),
    ];
    const sent = await tried(attempts, new Set(), victim.token);
    const told = sent.filter(({ answer }) => oracle.found(answer.text).length);
    for (const [part, ways] of Object.entries(forms)) {
      const seen = new Set(told.map(({ form }) => form[part as keyof typeof forms]));
      expect([...seen].sort(), part).toEqual([...ways].sort());
    }
    const roots = new Set(told.flatMap((one) => one.attempts.map(({ place }) => rootOf(place))));
    expect([...roots]).toEqual(expect.arrayContaining(['query me', 'query testResult', 'query dispute']));
    const markers = new Set(told.flatMap(({ answer }) => oracle.found(answer.text)));
    expect(markers.size).toBeGreaterThan(oracle.size / 2);
  }, 600_000);

  it('are refused as a batch, in an address and, where they subscribe, over HTTP', async () => {
    const { cast, walked, attackers, identifiers, oracle } = stage;
    const [{ token, own }] = attackers as [Attacker];
    const places = chance.shuffled(walked.places());
    for (const place of places.slice(0, 60)) {
      const put = { place, value: chance.one(identifiers).value, beside: {} };
      const pen = { walked, chance, own, asked: new Set<string>() };
      const document = documentOf([put], { ...anyForm(chance), value: 'argument' }, pen);
      const answers = [
        await cast.door.send(JSON.stringify([document, document]), { token }),
        await cast.door.get(document.query, document.variables, token),
        ...(place.kind === 'subscription' ? [await cast.door.send(JSON.stringify(document), { token })] : []),
      ];
      for (const { status, data, text } of answers) {
        expect([400, 405], text).toContain(status);
        expect(data ?? null).toBeNull();
        expect(oracle.found(text)).toEqual([]);
      }
    }
  });

  it('find no entity and no schema of a subgraph at the public door', async () => {
    const { cast, attackers, identifiers, oracle } = stage;
    for (const entities of rooms.map((room) => new EntitiesOf(room))) {
      for (const entity of entities.entities) {
        const question = entities.question(entity, identifiers, chance);
        const answer = await cast.door.send(JSON.stringify(question), { token: attackers[0]!.token });
        expect(answer.codes, entity.name).toContain('GRAPHQL_VALIDATION_FAILED');
        expect(oracle.found(answer.text)).toEqual([]);
      }
    }
    const service = await cast.door.ask('{ _service { sdl } }', { token: attackers[0]!.token });
    expect(service.codes).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  });

  describe.runIf(process.env.DATABASE_URL)('past the gateway', () => {
    const questions = () => {
      const { identifiers } = stage;
      return rooms.flatMap((room) => {
        const entities = new EntitiesOf(room);
        return entities.entities.flatMap((entity) =>
          Array.from({ length: 20 }, () => {
            const some = chance.shuffled(identifiers).slice(0, 12);
            return { room, entity, some, body: JSON.stringify(entities.question(entity, some, chance)) };
          }),
        );
      });
    };

    it('are refused unsigned, signed for another body, and sent again', async () => {
      const door = new SubgraphDoor(stage.cast.platform);
      for (const { room, body, entity } of questions()) {
        const signature = await door.signature(room, body, stage.victim.token);
        const own = await door.signature(room, `${body} `, stage.victim.token);
        const answers = [
          await door.post(room, body),
          await door.post(room, body, own),
          await door.post(room, body, signature).then(() => door.post(room, body, signature)),
        ];
        expect(
          answers.map(({ status }) => status),
          entity.name,
        ).toEqual([401, 401, 401]);
        for (const { text } of answers) expect(stage.oracle.found(text)).toEqual([]);
      }
    });

    it('are judged again for their viewer: no entity tells what is not theirs, though the gateway signed', async () => {
      const { cast, attackers, oracle, victim } = stage;
      const door = new SubgraphDoor(cast.platform);
      const told = new Set<string>();
      for (const { room, body, entity, some } of questions()) {
        const ask = async (token: string | undefined) =>
          door.post(room, body, await door.signature(room, body, token));
        const given = some.map(({ value }) => value);
        for (const { name, token, knows } of attackers) {
          const { text, codes } = await ask(token);
          const found = oracle.told(text, given).filter((marker) => !knows.has(marker));
          expect(found, `${name} ${room} ${entity.name} ${body} ${text}`).toEqual([]);
          expect(codes, `${name} ${body}`).not.toContain('INTERNAL_SERVER_ERROR');
        }
        for (const marker of oracle.found((await ask(victim.token)).text)) told.add(marker);
      }
      expect(told.size).toBeGreaterThan(oracle.size / 3);
    });
  });

  /** Makes a mutation at each of some places with everything that names a thing of the victim's; gives what succeeded. */
  const succeeding = async (isMeant: (root: string) => boolean): Promise<Set<string>> => {
    const { cast, walked, attackers, identifiers, beside, victim } = stage;
    const self = { ...attackers[0]!, token: victim.token };
    const succeeded = new Set<string>();
    const refused = await Refused.to(cast.door, walked, [self]);
    const places = walked.places().filter((place) => {
      const isOfThings = place.kind === 'mutation' && /[iI]d$/.test(place.path.at(-1) ?? '');
      return isOfThings && isMeant(rootOf(place)) && !refused.has(self, place);
    });
    // Twice, since what one mutation ends another may begin again.
    for (const place of [...places, ...places].sort(sessionsLast)) {
      for (const { value } of identifiers) {
        const pen = { walked, chance, own: {}, asked: new Set<string>() };
        const form = { ...anyForm(chance), value: 'leaf' } as const;
        const document = documentOf([{ place, value, beside }], form, pen);
        const { data } = await cast.door.send(JSON.stringify(document), { token: victim.token });
        const outcome = data?.a0 as { __typename?: string } | undefined;
        if (outcome?.__typename && !outcome.__typename.endsWith('Error')) succeeded.add(rootOf(place));
      }
    }
    return succeeded;
  };
  const sessionsLast = (one: Place, other: Place) =>
    Number(rootOf(one).includes('Session')) - Number(rootOf(other).includes('Session'));
  /** After these the victim reads nothing more: they come last. */
  const closes = (root: string) => /^mutation (end|report)/.test(root);

  it('would have changed it: the same mutations, made by the victim, succeed', async () => {
    const own = ['claimPerson', 'issueQrToken', 'revokeQrToken', 'openDispute', 'withdrawDispute'];
    const succeeded = await succeeding((root) => !closes(root));
    expect([...succeeded]).toEqual(expect.arrayContaining(own.map((name) => `mutation ${name}`)));
  });

  it('hear nothing over sockets, whatever cursor they resume from', async () => {
    const { cast, walked, attackers, identifiers, oracle, victim, other, before } = stage;
    const { door } = cast;
    const cursors = identifiers.filter(({ kind }) => /Event\.cursor|eventCursor/.test(kind));
    expect(cursors.length).toBeGreaterThan(1);
    const beginning = { kind: 'the beginning', value: before };
    const options = { chance, count: 200 };
    const opened = await Promise.all(
      attackers.map(async (attacker) => ({
        attacker,
        streams: await streamsOf(door, walked, attacker, [cursors, [beginning], identifiers], options),
      })),
    );
    const { rows } = await cast.submit([
      ...[victim, other].map(({ phone }) => sentResult(phone, { patient: patientOf(phone) })),
    ]);
    const correction = { resultId: victim.resultId, outcome: 'DETECTED', reason: 'x' };
    await door.call('correctResult', '... on TestResult { id }', correction, cast.labs[0]);
    // The victim hears of all of it; on a machine under load not at the first asking, and no selection asks for all.
    const own = ['ResultReleasedEvent', 'QrTokenStatusChangedEvent', 'DisputeChangedEvent'];
    const heard = async () => {
      const text = JSON.stringify(await listenToAll(door, walked, victim.token, before, chance));
      const types = own.filter((type) => text.includes(`"__typename":"${type}"`));
      return { types, isTold: oracle.found(text).length > 3 };
    };
    await expect.poll(heard, { timeout: 60_000, interval: 250 }).toEqual({ types: own, isTold: true });
    const [strangers] = opened as [(typeof opened)[number]];
    // What is their own comes after what is the victim's: whoever has heard it was told of nothing before.
    const open = strangers.streams.filter(
      ({ socket, id, place }) => rootOf(place).endsWith('resultReleased') && !socket.codes(id).length,
    );
    expect(open.length).toBeGreaterThan(0);
    await expect.poll(() => open.filter((stream) => !isTold(stream)).length, { timeout: 30_000 }).toBe(0);
    for (const { attacker, streams } of opened) {
      for (const stream of streams) {
        const text = heardOn(stream);
        const told = [...oracle.found(text), ...[rows[0]!.resultId].filter((id) => text.includes(id))];
        expect(
          told.filter((marker) => !attacker.knows.has(marker)),
          `${attacker.name} ${stream.query} ${text}`,
        ).toEqual([]);
        expect(stream.socket.codes(stream.id), stream.query).not.toContain('INTERNAL_SERVER_ERROR');
        stream.socket.close();
      }
    }
  }, 150_000);

  it("would have closed the victim's people and sessions", async () => {
    const closing = await succeeding(closes);
    expect([...closing]).toEqual(
      expect.arrayContaining(['mutation endSession', 'mutation reportWrongNumber']),
    );
  });
});

const patientOf = (phone: string) => ({
  fullName: 'Hồ Thị Lạ',
  dateOfBirth: '1999-09-09',
  sex: 'FEMALE',
  phone,
});
