import { setTimeout as pause } from 'node:timers/promises';
import { Door } from './attack-door.js';
import { WatchedPlatform } from './attack-platform.js';
import { newPhone, type SentResult, sentResult } from './people.js';

/** Somebody who signed in. */
export interface Signed {
  readonly phone: string;
  readonly code: string;
  readonly token: string;
  readonly refreshToken: string;
}

/** Whose things are attacked: a person with a claimed result and a QR token. */
export interface Victim extends Signed {
  readonly accountId: string;
  readonly personId: string;
  readonly resultId: string;
  readonly accessionNumber: string;
  readonly qrTokenId: string;
  readonly payload: string;
  readonly submissionId: string;
  readonly submissionKey: string;
}

/** The values of the victim that nobody else may ever read. */
export const secrets = {
  fullName: 'Trương Vĩnh Hạnh',
  dateOfBirth: '1968-11-27',
  nationalId: '079168204517',
} as const;

/** The stage of every attack: one platform, a victim on it, and those who attack. */
export class Cast {
  admin!: Signed;
  victim!: Victim;
  stranger!: Signed;
  officer!: Signed;
  /** Stands at `otherCheckpointId` only. */
  otherOfficer!: Signed;
  otherCheckpointId!: string;
  /** Tokens of three laboratories; the victim's result is the first one's. */
  labs!: readonly string[];
  labIds!: readonly string[];

  private constructor(
    readonly platform: WatchedPlatform,
    readonly door: Door,
  ) {}

  static async assemble(): Promise<Cast> {
    const platform = await WatchedPlatform.start();
    const cast = new Cast(platform, new Door(platform.url));
    const { adminPhone, officerPhone, labs } = platform.credentials;
    cast.labs = await Promise.all(labs.map(({ apiKey }) => cast.labSession(apiKey)));
    cast.admin = await cast.signIn(adminPhone);
    cast.officer = await cast.signIn(officerPhone);
    const { data } = await cast.door.ask('{ labs(first: 10) { edges { node { id code } } } }', {
      token: cast.admin.token,
    });
    const registered = (data as never as { labs: { edges: { node: { id: string; code: string } }[] } }).labs
      .edges;
    cast.labIds = labs.map(({ code }) => registered.find(({ node }) => node.code === code)!.node.id);
    const checkpoint = { code: 'ATTACK-2', name: 'Chốt Phú Hữu', jurisdiction: 'VN-SG' };
    cast.otherCheckpointId = (
      await cast.door.call('createCheckpoint', '... on Checkpoint { id }', checkpoint, cast.admin.token)
    ).id!;
    cast.otherOfficer = await cast.newPerson('OFFICER', { checkpointIds: [cast.otherCheckpointId] });
    cast.stranger = await cast.newPerson('CITIZEN');
    cast.victim = await cast.newHolder(secrets);
    return cast;
  }

  async labSession(apiKey: string): Promise<string> {
    return (await this.door.call('createLabSession', '... on LabSession { accessToken }', { apiKey }))
      .accessToken!;
  }

  /** Signs in with the code that comes to a phone. */
  async signIn(phone: string): Promise<Signed> {
    const { challengeId, code } = await this.codeFor(phone);
    const payload = '... on Session { accessToken refreshToken }';
    const session = await this.door.call('verifyOtp', payload, { challengeId, code });
    return { phone, code, token: session.accessToken!, refreshToken: session.refreshToken! };
  }

  /** Asks for a code and reads it where a provider would have sent it. */
  async codeFor(phone: string): Promise<{ challengeId: string; code: string }> {
    const before = new Set((await this.#messagesTo(phone)).map(({ id }) => id));
    const challenge = await this.door.call('requestOtp', '... on OtpChallenge { id }', { phone });
    for (let tries = 0; tries < 200; tries++) {
      const fresh = (await this.#messagesTo(phone)).find(({ id }) => !before.has(id));
      if (fresh) return { challengeId: challenge.id!, code: fresh.code };
      await pause(50);
    }
    throw new Error('No code came');
  }

  /** Signs in somebody new, with a role. */
  async newPerson(role: string, scope: object = {}): Promise<Signed> {
    const phone = newPhone();
    await this.door.call('grantRole', '... on RoleGrant { id }', { phone, role, ...scope }, this.admin.token);
    return this.signIn(phone);
  }

  /** Has a laboratory send results; gives the receipt. */
  submit(
    results: readonly SentResult[],
    token = this.labs[0]!,
    idempotencyKey: string = crypto.randomUUID(),
  ): Promise<{ id: string; rows: readonly { status: string; resultId: string }[] }> {
    const payload = '... on SubmissionReceipt { id rows { status resultId } }';
    return this.door.call(
      'submitResults',
      payload,
      { idempotencyKey, results },
      token,
    ) as Promise<unknown> as Promise<never>;
  }

  /** The people that an account sees on its phone. */
  async peopleOf({ token }: Signed): Promise<readonly { id: string; displayName: string }[]> {
    const { data } = await this.door.ask('{ me { citizen { people { id displayName } } } }', { token });
    return (data as never as { me: { citizen: { people: { id: string; displayName: string }[] } } }).me
      .citizen.people;
  }

  /** Somebody with a claimed result and a QR token. */
  async newHolder(facts: Readonly<Record<keyof typeof secrets, string>>): Promise<Victim> {
    const phone = newPhone();
    const patient = { ...facts, sex: 'FEMALE', phone };
    const submissionKey = `attack-${crypto.randomUUID()}`;
    const result = sentResult(phone, { patient });
    const { id: submissionId, rows } = await this.submit([result], undefined, submissionKey);
    const resultId = rows[0]!.resultId;
    const signed = await this.signIn(phone);
    const [person] = await this.peopleOf(signed);
    const claim = { personId: person!.id, dateOfBirth: facts.dateOfBirth };
    await this.door.call('claimPerson', '... on Person { id }', claim, signed.token);
    const token = await this.door.call(
      'issueQrToken',
      '... on QrToken { id payload }',
      { resultId },
      signed.token,
    );
    const { data } = await this.door.ask('{ me { id } }', { token: signed.token });
    return {
      ...signed,
      accountId: (data as never as { me: { id: string } }).me.id,
      personId: person!.id,
      resultId,
      accessionNumber: result.accessionNumber,
      qrTokenId: token.id!,
      payload: token.payload!,
      submissionId,
      submissionKey,
    };
  }

  async #messagesTo(phone: string): Promise<{ id: string; to: string; code: string }[]> {
    const response = await fetch(`${this.platform.url}/dev/messages`, {
      headers: { accept: 'application/json' },
    });
    return ((await response.json()) as { id: string; to: string; code: string }[]).filter(
      ({ to, code }) => to === phone && code,
    );
  }
}
