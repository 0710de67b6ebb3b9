import type { KeysCatalogue } from './keys-catalogue.ts';

/** Every sentence of the signing keys' page in English. */
export const en: KeysCatalogue = {
  title: 'Keys that sign QR codes',
  lead: 'Every QR code is signed with a key. Whoever believes the key believes the codes that it signed.',
  states: {
    WAITING: 'Published, does not sign yet',
    SIGNING: 'Signs',
    VERIFYING: 'Signs no more; what it signed stays good',
    EXPIRED: 'Expired',
    REVOKED: 'Revoked; nothing that it signed is good',
  },
  state: 'State',
  algorithm: 'Algorithm',
  vault: 'Where it is kept',
  signs: 'Signs',
  between: (from, until) => `${from} to ${until}`,
  from: (time) => `from ${time}`,
  believedUntil: 'Believed until',
  revoked: 'Revoked',
  reasonAt: (time, reason) => `${time}: ${reason}`,
  rotate: 'Make a new key',
  rotateLead:
    'The new key is published now and takes over when you say. What was signed stays good, and issuing goes on.',
  when: 'The new key signs',
  whens: { later: 'in 25 hours: every verifier knows it by then', now: 'at once' },
  nowHint: 'Verifiers offline that do not know it yet see “unknown” until they load the next trust bundle.',
  rotateButton: 'Make the key',
  rotated: (kid, time) => `Key ${kid} was made; it signs from ${time}.`,
  revoke: 'Revoke',
  revokeOne: (kid) => `Revoke key ${kid}`,
  revokeLead:
    'Every QR code that this key signed is refused everywhere within 5 seconds, and their holders are told to ask for new ones. It cannot be taken back.',
  reason: 'Reason',
  reasonHint: 'It is kept with the key. Name no person.',
  reasonMissing: 'Give the reason.',
  revokeButton: 'Revoke this key',
  revokedDone: (kid) => `Key ${kid} was revoked.`,
  stepUp: (maskedPhone) => `Before keys are changed, confirm the number ${maskedPhone} with a new code.`,
  back: 'Back to the keys',
};
