import { randomBytes } from 'node:crypto';
import { mutationOf } from '../connection/documents.js';
import type { Expected } from '../connection/request.js';
import { GraphqlClient } from '../graphql-client.js';
import { signIn } from './sign-in.js';

/** The phones of a demo: numbers that nobody holds are not to be had, so no text ever leaves in development. */
export const demoPhones = {
  admin: '+84900000001',
  officer: '+84900000002',
  citizen: '+84900000003',
  labStaff: '+84900000004',
  helpDesk: '+84900000005',
} as const;

/** What a person needs to try the platform; written to `.ketqua/demo-credentials.json`. */
export interface DemoCredentials {
  readonly url: string;
  readonly labs: readonly { code: string; apiKey: string }[];
  readonly adminPhone: string;
  readonly officerPhone: string;
  readonly citizenPhone: string;
  /** LAB_STAFF of the first laboratory. */
  readonly labStaffPhone: string;
  /** HELP_DESK. */
  readonly helpDeskPhone: string;
  readonly checkpointId: string;
}

const laboratories = [
  { code: 'HCDC', name: 'Trung tâm Kiểm soát Bệnh tật TP.HCM', kind: 'CDC', province: 'Hồ Chí Minh' },
  { code: 'BV-CHORAY', name: 'Bệnh viện Chợ Rẫy', kind: 'HOSPITAL', province: 'Hồ Chí Minh' },
  { code: 'PK-HOAHAO', name: 'Phòng khám Hòa Hảo', kind: 'CLINIC', province: 'Hồ Chí Minh' },
] as const;

/**
 * Makes a demo authority through the public API, as an admin would: laboratories with a key each, a checkpoint, an
 * officer who stands there, a citizen who may be texted, somebody who works at the first laboratory, somebody at a help
 * desk. What is there already is kept; keys are new each time, since an old one is never shown again.
 */
export async function seedDemoAuthority(url: string): Promise<DemoCredentials> {
  const admin = await signIn(new GraphqlClient(url), demoPhones.admin);
  const labs: { code: string; apiKey: string }[] = [];
  for (const laboratory of laboratories) {
    const labId = await labIdOf(admin, laboratory);
    await revokeOldKeys(admin, labId);
    const { secret } = await admin.mutate<{ secret: string }>('issueLabKey', '... on LabKey { secret }', {
      labId,
      label: 'demo',
    });
    labs.push({ code: laboratory.code, apiKey: secret });
  }
  const checkpointId = await openCheckpoint(admin);
  const grant = (phone: string, role: string, more: object = {}) =>
    admin.mutate('grantRole', '... on RoleGrant { id }', { phone, role, ...more });
  await grant(demoPhones.officer, 'OFFICER', { checkpointIds: [checkpointId] });
  await grant(demoPhones.citizen, 'CITIZEN');
  const { admin: adminPhone, officer: officerPhone, citizen: citizenPhone } = demoPhones;
  const phones = { adminPhone, officerPhone, citizenPhone, ...(await grantStaff(admin)) };
  return { url, labs, ...phones, checkpointId };
}

type Staff = Pick<DemoCredentials, 'labStaffPhone' | 'helpDeskPhone'>;

/** Credentials of before there was staff of a laboratory and of a help desk, with their phones. */
export async function withStaff(
  url: string,
  kept: Omit<DemoCredentials, keyof Staff>,
): Promise<DemoCredentials> {
  const admin = await signIn(new GraphqlClient(url), demoPhones.admin);
  return { ...kept, ...(await grantStaff(admin)) };
}

async function grantStaff(admin: GraphqlClient): Promise<Staff> {
  const { labStaff, helpDesk } = demoPhones;
  const labId = await labIdOf(admin, laboratories[0]);
  for (const grant of [
    { phone: labStaff, role: 'LAB_STAFF', labId },
    { phone: helpDesk, role: 'HELP_DESK' },
  ]) {
    await admin.mutate('grantRole', '... on RoleGrant { id }', grant);
  }
  return { labStaffPhone: labStaff, helpDeskPhone: helpDesk };
}

/** Whether a platform knows these credentials: they may be of another database. */
export async function isKeptBy(url: string, { labs }: DemoCredentials): Promise<boolean> {
  const client = new GraphqlClient(url);
  // A document of the command's, which a platform that trusts documents takes, too.
  const opened = labs.map(({ apiKey }) =>
    client
      .ask<{ createLabSession: Expected }>(mutationOf('createLabSession'), { input: { apiKey } })
      .then(({ createLabSession: { code } }) => code === undefined)
      .catch(() => false),
  );
  return labs.length > 0 && (await Promise.all(opened)).every(Boolean);
}

/** Keys of before that nobody can know any more: only so many may be in force. The newest ones may be another folder's. */
async function revokeOldKeys(admin: GraphqlClient, labId: string): Promise<void> {
  const { labKeys } = await admin.ask<{ labKeys: { id: string; label: string; isInForce: boolean }[] }>(
    'query ($labId: ID!) { labKeys(labId: $labId) { id label isInForce } }',
    { labId },
  );
  const old = labKeys.filter(({ label, isInForce }) => label === 'demo' && isInForce).slice(9);
  for (const { id } of old) await admin.mutate('revokeLabKey', '... on LabKey { id }', { id });
}

async function labIdOf(admin: GraphqlClient, laboratory: (typeof laboratories)[number]): Promise<string> {
  const { labs } = await admin.ask<{ labs: { edges: { node: { id: string; code: string } }[] } }>(
    '{ labs(first: 100) { edges { node { id code } } } }',
  );
  const known = labs.edges.find(({ node }) => node.code === laboratory.code);
  if (known) return known.node.id;
  return (await admin.mutate<{ id: string }>('registerLab', '... on Lab { id }', laboratory)).id;
}

async function openCheckpoint(admin: GraphqlClient): Promise<string> {
  const code = `CP-${randomBytes(3).toString('hex').toUpperCase()}`;
  const input = { code, name: 'Chốt cầu Rạch Chiếc', jurisdiction: 'VN-SG' };
  return (await admin.mutate<{ id: string }>('createCheckpoint', '... on Checkpoint { id }', input)).id;
}
