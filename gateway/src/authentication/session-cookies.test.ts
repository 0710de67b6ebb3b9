import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestGateway } from '../testing/test-gateway.js';

const verify = `mutation ($input: VerifyOtpInput!) {
  verifyOtp(input: $input) {
    __typename
    ... on Session { accessToken refreshToken expiresAt viewer { kind } }
    ... on OtpIncorrectError { code message }
  }
}`;
const input = { code: '123456' };
const page = { 'x-ketqua-session': 'cookie' };

let test: TestGateway;
beforeAll(async () => {
  test = await TestGateway.open('in-process', { isProduction: true });
  test.stage.session.expiresAt = new Date(Date.now() + 900_000).toISOString();
});
afterAll(() => test.close());

describe('a page that keeps its session in cookies', () => {
  it('gets the cookies and never sees a token', async () => {
    const { body, headers } = await test.post(verify, { input }, page);
    expect(body.data?.verifyOtp).toEqual({
      __typename: 'Session',
      accessToken: null,
      refreshToken: null,
      expiresAt: test.stage.session.expiresAt,
      viewer: { kind: 'anonymous' },
    });
    const [access, refresh, ...more] = headers.getSetCookie();
    expect(access).toMatch(
      /^ketqua_access=access-1; Max-Age=(89\d|900); Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    expect(refresh).toBe(
      'ketqua_refresh=refresh-1; Max-Age=2592000; Path=/graphql; HttpOnly; Secure; SameSite=Strict',
    );
    expect(more).toEqual([]);
  });

  it('never sees a token under aliases and in fragments', async () => {
    const { body, headers } = await test.post(
      `mutation ($input: VerifyOtpInput!) { ...SignIn }
       fragment SignIn on Mutation { mine: verifyOtp(input: $input) { ... on Session { a: accessToken ...Rest } } }
       fragment Rest on Session { b: refreshToken again: accessToken }`,
      { input },
      page,
    );
    expect(body.data).toEqual({ mine: { a: null, b: null, again: null } });
    const cookies = headers.getSetCookie().join();
    expect(cookies).toContain('ketqua_access=access-1');
    expect(cookies).toContain('ketqua_refresh=refresh-1');
  });

  it('gets a new pair when it refreshes, also where a script leaves the header out', async () => {
    const { body, headers } = await test.post(
      'mutation { refreshSession { ... on Session { accessToken refreshToken } } }',
      undefined,
      { cookie: 'ketqua_refresh=old' },
    );
    expect(body.data).toEqual({ refreshSession: { accessToken: null, refreshToken: null } });
    expect(headers.getSetCookie()).toHaveLength(2);
    expect(test.stage.caller('citizens')?.refreshToken).toBe('old');
  });

  it('is told of a wrong code as everybody is, and gets no cookie', async () => {
    const { body, headers } = await test.post(verify, { input: { code: '000000' } }, page);
    expect(body.data?.verifyOtp).toEqual({
      __typename: 'OtpIncorrectError',
      code: 'OTP_INCORRECT',
      message: 'No',
    });
    expect(headers.getSetCookie()).toEqual([]);
  });

  it('loses its cookies when it signs out', async () => {
    const { headers } = await test.post('mutation { bye: signOut { done } }', undefined, page);
    const cookies = headers.getSetCookie();
    expect(cookies).toHaveLength(3);
    for (const cookie of cookies) expect(cookie).toMatch(/^ketqua_(access|refresh|device)=; Max-Age=0; /);
  });
});

describe('a client that keeps its own tokens', () => {
  it('gets them in the response, and no cookie', async () => {
    const { body, headers } = await test.post(verify, { input });
    expect(body.data?.verifyOtp).toMatchObject({ accessToken: 'access-1', refreshToken: 'refresh-1' });
    expect(headers.getSetCookie()).toEqual([]);
  });
});
