import { expect, it } from 'vitest';
import { AccessTokens, TokenInvalidError } from './access-tokens.js';
import type { LabViewer } from './viewer.js';

const tokens = new AccessTokens(Buffer.alloc(32, 5));
const lab = { kind: 'lab', labId: 'lab-1', keyId: 'key-1' } as const;

it("carries what a laboratory's key may; a token of before says nothing of it and may only submit", async () => {
  const reader = await tokens.issue({ ...lab, access: 'SUBMIT_AND_READ' }, 60);
  expect((await tokens.read(reader.token)).viewer).toEqual({ ...lab, access: 'SUBMIT_AND_READ' });
  const earlier = await tokens.issue(lab as unknown as LabViewer, 60);
  expect((await tokens.read(earlier.token)).viewer).toEqual({ ...lab, access: 'SUBMIT' });
  const foreign = new AccessTokens(Buffer.alloc(32, 6));
  await expect(foreign.read(reader.token)).rejects.toThrow(TokenInvalidError);
});
