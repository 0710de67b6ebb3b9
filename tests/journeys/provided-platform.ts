import type { ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { VonageDouble } from '@ketqua/citizens/testing';
import type { Signed } from './attack-cast.js';
import { Door } from './attack-door.js';
import { RunningPlatform } from './running-platform.js';

/** A platform whose codes go through the provider's own SDK, to a double of the provider. */
export class ProvidedPlatform extends RunningPlatform {
  provider!: VonageDouble;
  door!: Door;
  admin!: string;
  #isProvided = false;

  static override async start(): Promise<ProvidedPlatform> {
    const platform = (await RunningPlatform.start.call(ProvidedPlatform)) as ProvidedPlatform;
    platform.provider = await VonageDouble.open();
    platform.#isProvided = true;
    // The demo authority was made with codes of a developer's page; from here on they are the provider's.
    await platform.crash('citizens');
    await platform.crash('gateway').catch(() => undefined);
    await platform.launch();
    platform.door = new Door(platform.url);
    platform.admin = (await platform.signIn(platform.credentials.adminPhone)).token;
    return platform;
  }

  override spawn(script: string, environment: Record<string, string> = {}): ChildProcess {
    if (!this.#isProvided) return super.spawn(script, environment);
    const { applicationId, privateKey, apiHost, signatureSecret, apiKey } = this.provider.settings;
    return super.spawn(script, {
      VONAGE_APPLICATION_ID: applicationId,
      VONAGE_PRIVATE_KEY: privateKey,
      VONAGE_API_HOST: apiHost!,
      VONAGE_TIMEOUT_MS: '5000',
      VONAGE_SIGNATURE_SECRET: signatureSecret!,
      VONAGE_API_KEY: apiKey!,
      // Addresses are told by a proxy: an attacker has many.
      KETQUA_TRUSTED_PROXIES: '1',
      ...environment,
    });
  }

  override async stop(): Promise<void> {
    await super.stop();
    await this.provider?.close();
  }

  /** How many checks of a code have reached the provider. */
  get checks(): number {
    return this.provider.received.filter(({ path }) => /^\/v2\/verify\/./.test(path)).length;
  }

  /** Lets a phone be texted, as a report of a laboratory does. */
  async makeKnown(phone: string): Promise<void> {
    const role = { phone, role: 'CITIZEN' };
    await this.door.call('grantRole', '... on RoleGrant { id }', role, this.admin);
  }

  /** Asks for a code, and reads it where the provider sent it. */
  async codeFor(phone: string): Promise<{ challengeId: string; code: string }> {
    const { id } = await this.door.call('requestOtp', '... on OtpChallenge { id }', { phone });
    return { challengeId: id!, code: await this.codeAt(phone) };
  }

  /** Waits for the code that the provider sends to a phone. */
  async codeAt(phone: string): Promise<string> {
    for (let tries = 0; tries < 300; tries++) {
      const code = this.provider.codeSentTo(phone);
      if (code) return code;
      await pause(50);
    }
    throw new Error('The provider was not asked to send a code');
  }

  /** What the provider says of the code that runs for a phone, by a webhook; gives the answer's status. */
  async hear(phone: string, status: string): Promise<number> {
    const { requestId } = this.provider.runningFor(phone)!;
    const { authorization, body } = this.provider.webhook(this.provider.event(requestId, status));
    const answer = await fetch(`${this.url}/webhooks/vonage/verify`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body,
    });
    return answer.status;
  }

  verify(challengeId: string, code: string): Promise<Record<string, string>> {
    const payload = '... on Session { accessToken refreshToken }';
    return this.door.call('verifyOtp', payload, { challengeId, code });
  }

  async signIn(phone: string): Promise<Signed> {
    const { challengeId, code } = await this.codeFor(phone);
    const session = await this.verify(challengeId, code);
    return { phone, code, token: session.accessToken!, refreshToken: session.refreshToken! };
  }
}
