import { connectionOf, pageSize } from '@ketqua/platform';
import type { LabsContext } from '../../context.js';
import { hasControlCharacter } from './control-character.js';
import { type Lab, labFor } from './lab.type.js';
import type { LabConnection } from './lab-connection.type.js';
import { LabOnBoard } from './laboratory.entity.js';
import type { LabFilterInput } from './list-labs.input.js';

/** A page of the register, by code. */
export async function listLabs(
  context: LabsContext,
  page: { first: number; after: string | null; filter: LabFilterInput | null },
): Promise<LabConnection> {
  const after = page.after && Buffer.from(page.after, 'base64url').toString('utf8');
  const rows = await context.em.find(
    LabOnBoard,
    {
      ...(after && !hasControlCharacter(after) && { code: { $gt: after } }),
      ...(page.filter?.syncStatus && { syncStatus: page.filter.syncStatus }),
    },
    { orderBy: { code: 'asc' }, limit: pageSize(page.first) + 1, disableIdentityMap: true },
  );
  const labs = rows.map((row) => labFor(context, row));
  return connectionOf(labs, page.first, cursorOf);
}

function cursorOf({ code }: Lab): string {
  return Buffer.from(code).toString('base64url');
}

/** One laboratory, or null. */
export async function labById(context: LabsContext, id: string): Promise<Lab | null> {
  const row = await context.labs.load(id);
  return row && labFor(context, row);
}
