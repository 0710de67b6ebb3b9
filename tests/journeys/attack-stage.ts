import type { Attacker, Beside } from './attack-attempts.js';
import { Cast, type Signed, type Victim } from './attack-cast.js';
import { Chance } from './attack-chance.js';
import type { Identifier } from './attack-disguises.js';
import { Oracle } from './attack-oracle.js';
import { Readings } from './attack-readings.js';
import { WalkedSchema } from './attack-schema.js';
import { listenToAll } from './attack-streams.js';
import { newPhone, sentResult } from './people.js';

const facts = {
  fullName: 'Tôn Nữ Quỳnh Giao',
  dateOfBirth: '1957-04-23',
  nationalId: '046157309264',
} as const;

/** Of the victim, what lets whoever has it be the victim: nobody is given it. */
const bearer = new Set(['token', 'refreshToken', 'code']);

/** Where attempts by chance are made: a victim, everything that names what is theirs, and those who try. */
export class Stage {
  /** A cursor from before anything of the victim happened. */
  readonly before: string;
  /** Everything that the victim can read. */
  readonly readings: Readings;
  readonly identifiers: readonly Identifier[];
  readonly attackers: readonly Attacker[];
  readonly oracle: Oracle;
  /** What is given beside the identifier that is tried: the victim's too. */
  readonly beside: Beside;

  private constructor(
    readonly cast: Cast,
    readonly walked: WalkedSchema,
    readonly victim: Victim,
    readonly other: Victim,
    readonly sibling: Signed,
    read: { before: string; victim: Readings; other: Readings; sibling: Readings },
  ) {
    this.before = read.before;
    this.readings = read.victim;
    const isCommon = read.other.all(1);
    const named = Object.entries({ ...victim, nationalIdLast4: facts.nationalId.slice(-4) }).filter(
      ([name]) => !bearer.has(name),
    ) as [string, string][];
    const all: Identifier[] = [
      ...named.map(([name, value]) => ({ kind: `Victim.${name}`, value })),
      ...read.victim.identifiers(),
    ];
    this.identifiers = [...new Map(all.map((one) => [one.value, one])).values()].filter(
      ({ value }) => !isCommon.has(value),
    );
    this.beside = { ...Object.fromEntries(named), ...facts, reason: 'x' };
    const digits = [victim.phone, victim.phone.slice(3)];
    const markers = [...read.victim.all(8), ...Object.values(facts), ...digits];
    this.oracle = new Oracle(new Set(markers.filter((text) => !isCommon.has(text))), {
      [victim.phone]: [...(read.victim.texts.get('Viewer.maskedPhone') ?? [])],
    });
    this.attackers = [
      { ...anybody, name: 'stranger', token: other.token, own: read.other.own, mutates: true },
      {
        ...anybody,
        name: 'holder of a phone that the victim was once reported with',
        token: sibling.token,
        own: read.sibling.own,
        knows: mayKnow(read.sibling),
        isStranger: false,
      },
      { ...anybody, name: 'nobody', token: undefined },
      { ...anybody, name: 'another laboratory', token: cast.labs[1] },
      { ...anybody, name: "another checkpoint's officer", token: cast.otherOfficer.token },
    ];
  }

  static async set(): Promise<Stage> {
    const cast = await Cast.assemble();
    const { door } = cast;
    const walked = await WalkedSchema.of(door);
    const { data } = await door.ask('{ eventCursor }', { token: cast.stranger.token });
    const victim = await cast.newHolder(facts);
    await enrich(cast, victim);
    const other = await cast.newHolder({
      fullName: 'Lê Thị Khác',
      dateOfBirth: '1991-09-09',
      nationalId: '079191000123',
    });
    const phone = newPhone();
    await cast.submit([sentResult(phone, { patient: { ...facts, sex: 'FEMALE', phone } })]);
    const sibling = await cast.signIn(phone);
    const before = String(data!.eventCursor);
    const read = async ({ token }: Signed) => {
      const readings = await Readings.of(door, walked, token);
      for (const event of await listenToAll(door, walked, token, before, new Chance(1))) readings.note(event);
      return readings;
    };
    return new Stage(cast, walked, victim, other, sibling, {
      before,
      victim: await read(victim),
      other: await read(other),
      sibling: await read(sibling),
    });
  }

  /** What the victim reads: the same as long as nothing of theirs was changed. Two readings tell what the clock changes. */
  async state(): Promise<string> {
    const [one, other] = [await this.#answers(), await this.#answers()];
    const passing = namesOfTimesThatDiffer(one, other);
    // A session was used by reading.
    passing.add('lastUsedAt');
    return JSON.stringify(one, (name, value) => (passing.has(name) ? undefined : value), 1);
  }

  async #answers(): Promise<Readings['answers']> {
    const { door } = this.cast;
    const { own } = this.readings;
    const { answers } = await Readings.of(door, this.walked, this.victim.token, { seed: 7, own });
    return answers.filter(({ query }) => !query.includes('eventCursor'));
  }
}

/** Whoever shares a phone with a person is told that there is one, and that something came: never more. */
function mayKnow(readings: Readings): ReadonlySet<string> {
  const told = [...readings.texts].filter(([kind]) => /^(Person\.id|\w+Event\.(id|cursor))$/.test(kind));
  return new Set(told.flatMap(([, texts]) => [...texts]));
}

/** What a holder has besides: a dispute, and an access to their record. */
async function enrich(cast: Cast, { resultId, token }: Victim): Promise<void> {
  const dispute = {
    resultId,
    kind: 'WRONG_OUTCOME',
    statement: 'Tôi đã xét nghiệm lại ở bệnh viện Bình Thạnh',
  };
  await cast.door.call('openDispute', '... on Dispute { id }', dispute, token);
  const staff = await cast.newPerson('LAB_STAFF', { labId: cast.labIds[0] });
  await cast.door.ask(`{ testResult(id: "${resultId}") { patient { fullName } } }`, { token: staff.token });
}

function namesOfTimesThatDiffer(
  one: unknown,
  other: unknown,
  name = '',
  found = new Set<string>(),
): Set<string> {
  if (typeof one === 'object' && one !== null && typeof other === 'object' && other !== null) {
    for (const [key, value] of Object.entries(one)) {
      namesOfTimesThatDiffer(
        value,
        (other as Record<string, unknown>)[key],
        Array.isArray(one) ? name : key,
        found,
      );
    }
  } else if (one !== other && /^\d{4}-\d\d-\d\dT/.test(String(one))) found.add(name);
  return found;
}

const anybody = {
  own: {},
  knows: new Set<string>(),
  isStranger: true,
  mutates: false,
} as const;
