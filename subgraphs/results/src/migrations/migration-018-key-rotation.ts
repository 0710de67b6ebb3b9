import { Migration } from '@mikro-orm/migrations';

/**
 * When a key signs stands apart from when it is valid, so that verifiers know it before it signs; and who made and who
 * revoked it stands on its row.
 */
export class Migration018KeyRotation extends Migration {
  override up(): void {
    this.addSql(`
      alter table results.signing_key
        -- Where the private key is: 'SEALED' in private_key, or a KMS, of which private_key is then the handle.
        add column vault text not null default 'SEALED',
        add column signs_from timestamptz not null default now(),
        add column signs_until timestamptz,
        add column created_at timestamptz not null default now(),
        add column created_by uuid,
        add column revoked_by uuid,
        add column revoked_reason text,
        -- When whoever holds a certificate of a revoked key had been told.
        add column holders_told_at timestamptz;
      update results.signing_key set signs_from = not_before, created_at = not_before,
        signs_until = not_after - interval '30 days';
      -- The certificates in force of a key, for whoever must hear that it was revoked.
      create index certificate_of_key on results.certificate (kid)
        where revoked_at is null and superseded_at is null;
    `);
  }
}
