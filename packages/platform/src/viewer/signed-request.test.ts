import { describe, expect, it } from 'vitest';
import { callerOf } from '../testing/test-caller.js';
import { operationBody, RequestSigner, RequestVerifier, UnsignedRequestError } from './signed-request.js';

const key = Buffer.alloc(32, 5);
const signer = new RequestSigner(key);

describe('what the gateway signs', () => {
  it('is believed once, by the room that it was signed for, with the body that was signed', async () => {
    const caller = callerOf();
    const signature = await signer.sign('results', 'body', caller);
    const verify = (audience: string, body: string, by = key) =>
      new RequestVerifier(by, audience).verify(signature, body);
    for (const refused of [
      () => verify('labs', 'body'),
      () => verify('results', 'body '),
      () => verify('results', 'body', Buffer.alloc(32, 6)),
    ]) {
      await expect(refused()).rejects.toThrow(UnsignedRequestError);
    }
    const verifier = new RequestVerifier(key, 'results');
    expect(await verifier.verify(signature, 'body')).toEqual(caller);
    await expect(verifier.verify(signature, 'body')).rejects.toThrow('sent before');
  });

  it('covers of an operation its text, its variables and which of its operations is meant', () => {
    const operation = { query: 'query A { a } query B { b }', variables: { x: 1 }, operationName: 'A' };
    const signed = operationBody(operation);
    expect(operationBody({ ...operation, operationName: 'B' })).not.toBe(signed);
    expect(operationBody({ ...operation, variables: { x: 2 } })).not.toBe(signed);
    expect(operationBody({ ...operation, operationName: undefined })).toBe(
      operationBody({ ...operation, operationName: '' }),
    );
  });
});
