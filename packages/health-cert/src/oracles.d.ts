/** Verifiers that others wrote, which judge what we issue in tests and have no types of their own. */
declare module '@pathcheck/dcc-sdk/lib/main.js' {
  /** Keys by the base64 of their kid: SubjectPublicKeyInfo, DER in base64. An unknown kid would be asked of a server. */
  export function addCachedKeys(keys: Readonly<Record<string, string>>): void;
  export function unpackAndVerify(text: string): Promise<{ status: string; contents: Map<number, unknown> }>;
}

declare module 'base45' {
  export function decode(text: string): Uint8Array;
}

declare module 'dcc-utils/src/index.js' {
  export class DCC {
    static fromRaw(text: string): Promise<DCC>;
    readonly kid: string;
    readonly payload: unknown;
    /** By cose-js. @returns what was signed; @throws where it was not */
    checkSignatureWithCertificate(pem: string): Promise<Uint8Array>;
    /** By cosette, ES256 alone. @returns the key, or false */
    checkSignatureWithKeysList(
      keys: Readonly<Record<string, { publicKeyPem: string; publicKeyAlgorithm: object }>>,
    ): Promise<object | false>;
  }
}
