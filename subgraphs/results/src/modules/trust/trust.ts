import { TrustList } from '@ketqua/health-cert';
import type { Database } from '@ketqua/platform';
import type { CertificateIssuer } from '../certificate/certificate-issuer.js';
import { type ForeignKey, ForeignTrust } from './foreign-trust.js';

/** Whom this authority believes: itself, and those whose keys were imported. */
export class Trust {
  readonly foreign: ForeignTrust;
  #of: { own: TrustList; foreign: readonly ForeignKey[]; list: TrustList } | undefined;

  constructor(
    database: Pick<Database, 'query'>,
    private readonly issuer: CertificateIssuer,
  ) {
    this.foreign = new ForeignTrust(database);
  }

  /** The keys whose certificates are believed, as of a moment ago. */
  async list(): Promise<TrustList> {
    return this.#together(await this.issuer.trust(), await this.foreign.keys());
  }

  /** Reads the keys again, for a certificate of one that is not known. */
  async listOfNow(): Promise<TrustList> {
    const own = await this.issuer.trustOfNow();
    await this.foreign.read();
    return this.#together(own, await this.foreign.keys());
  }

  /** One that goes by a kid of ours is none of theirs: see importTrustList. */
  #together(own: TrustList, foreign: readonly ForeignKey[]): TrustList {
    if (this.#of?.own === own && this.#of.foreign === foreign) return this.#of.list;
    const others = foreign.filter(({ kid }) => !this.issuer.isOwnKid(kid));
    const list = new TrustList([...this.issuer.trustedKeys(), ...others]);
    this.#of = { own, foreign, list };
    return list;
  }
}
