import { type AccountViewer, type Locale, type Role, SealedText } from '@ketqua/platform';
import { defineEntity, p } from '@mikro-orm/core';
import { keyRing } from '../../key-ring.js';

const accountSchema = defineEntity({
  name: 'Account',
  tableName: 'account',
  properties: {
    id: p.uuid().primary(),
    phone: p.type(new SealedText(keyRing, 'account.phone')).$type<string>(),
    phoneIndex: p.type('bytea').$type<Uint8Array>(),
    locale: p.text().$type<Locale>(),
    roles: p.array().$type<Role[]>(),
    labId: p.uuid().nullable(),
    checkpointIds: p.array().$type<string[]>(),
    createdAt: p.datetime(),
    lastUsedAt: p.datetime(),
    idleToldAt: p.datetime().nullable(),
  },
});

/** A number that nobody signed in with for so long may be another's by now. */
export const idleDays = 90;

/** What a role hangs on: a laboratory for LAB_STAFF, checkpoints for OFFICER. */
export interface RoleScope {
  readonly labId?: string | null;
  readonly checkpointIds?: readonly string[] | null;
}

/** A person who signs in with a phone, and what they may be. */
export class Account extends accountSchema.class {
  /** Whether nobody has used it for so long that its number may be another's. */
  isIdle(at: Date): boolean {
    return at.getTime() - this.lastUsedAt.getTime() > idleDays * 24 * 3_600_000;
  }

  /** Adds a role. Checkpoints are added to those of before; another laboratory takes the place of the old one. */
  grant(role: Role, { labId, checkpointIds }: RoleScope): void {
    this.roles = [...new Set([...this.roles, role])];
    if (role === 'LAB_STAFF') this.labId = labId ?? null;
    if (role === 'OFFICER')
      this.checkpointIds = [...new Set([...this.checkpointIds, ...(checkpointIds ?? [])])];
  }

  /** Takes a role away; of an OFFICER only some checkpoints, where they are named and others remain. */
  revoke(role: Role, { checkpointIds }: RoleScope): void {
    if (role === 'OFFICER') {
      const gone = new Set(checkpointIds ?? this.checkpointIds);
      this.checkpointIds = this.checkpointIds.filter((id) => !gone.has(id));
      if (this.checkpointIds.length) return;
    }
    if (role === 'LAB_STAFF') this.labId = null;
    this.roles = this.roles.filter((held) => held !== role);
  }

  /** Takes every role that was granted: its number may be another's by now, who is nobody's officer. */
  lapse(): void {
    this.roles = ['CITIZEN'];
    this.labId = null;
    this.checkpointIds = [];
  }

  /** What an access token says of this account. */
  viewerIn(session: { id: string; deviceId: string; codeVerifiedAt: Date }): AccountViewer {
    return {
      kind: 'account',
      accountId: this.id,
      sessionId: session.id,
      deviceId: session.deviceId,
      roles: this.roles,
      phoneIndex: Buffer.from(this.phoneIndex).toString('base64url'),
      labId: this.labId ?? null,
      checkpointIds: this.checkpointIds,
      codeVerifiedAt: Math.floor(session.codeVerifiedAt.getTime() / 1000),
    };
  }
}
accountSchema.setClass(Account);

export const accountEntities = [accountSchema];
