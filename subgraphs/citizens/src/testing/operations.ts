/** The operations as clients write them. */
export const requestOtp = `mutation ($input: RequestOtpInput!) { requestOtp(input: $input) {
  __typename ... on OtpChallenge { id expiresAt resendAfter maskedPhone channels } ... on OtpBlockedError { channels }
  ... on UserError { code message } ... on InvalidPhoneError { path } } }`;

export const verifyOtp = `mutation ($input: VerifyOtpInput!) { verifyOtp(input: $input) {
  __typename ... on Session { accessToken expiresAt refreshToken deviceToken viewer { id maskedPhone locale roles } }
  ... on OtpIncorrectError { attemptsLeft } ... on OtpLockedError { retryAfter }
  ... on OtpUnavailableError { retryAfter } ... on UserError { code message } } }`;

export const refreshSession = `mutation ($input: RefreshSessionInput!) { refreshSession(input: $input) {
  __typename ... on Session { accessToken expiresAt refreshToken viewer { id roles } }
  ... on UserError { code message } } }`;

export const signOut = `mutation ($input: SignOutInput!) { signOut(input: $input) {
  __typename ... on SignOutPayload { endedSessions } ... on UserError { code } } }`;

export const grantRole = `mutation ($input: GrantRoleInput!) { grantRole(input: $input) {
  __typename ... on RoleGrant { id maskedPhone roles lab { id } checkpoints { id } }
  ... on UserError { code message } ... on InvalidRoleError { path } ... on InvalidPhoneError { path } } }`;

export const revokeRole = `mutation ($input: RevokeRoleInput!) { revokeRole(input: $input) {
  __typename ... on RoleGrant { roles lab { id } checkpoints { id } } ... on UserError { code } } }`;

export const me = `{ me { id maskedPhone locale roles citizen { id } lab { id } checkpoints { id } } }`;

export const endSession = `mutation ($input: EndSessionInput!) { endSession(input: $input) {
  __typename ... on OpenSession { id device isCurrent beganAt lastUsedAt expiresAt } ... on UserError { code } } }`;

export const setLocale = `mutation ($input: SetLocaleInput!) { setLocale(input: $input) {
  __typename ... on Viewer { id locale } ... on UserError { code } } }`;

export const endAccount = `mutation ($input: EndAccountInput!) { endAccount(input: $input) {
  __typename ... on EndAccountPayload { endedSessions deleted kept { what why } }
  ... on UserError { code message } } }`;

export const subscribeToPush = `mutation ($input: SubscribeToPushInput!) { subscribeToPush(input: $input) {
  __typename ... on PushSubscription { id subscribedAt } ... on PushRefusedError { path }
  ... on UserError { code message } } }`;

export const unsubscribeFromPush = `mutation ($input: UnsubscribeFromPushInput!) { unsubscribeFromPush(input: $input) {
  __typename ... on PushSubscription { id } ... on UserError { code } } }`;

export const receiveWebhook = `mutation ($input: ReceiveWebhookInput!) { receiveWebhook(input: $input) }`;
