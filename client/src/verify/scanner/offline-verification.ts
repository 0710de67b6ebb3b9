import { type OfflineVerdict, type TrustBundleFreshness, verifyOffline } from '@ketqua/health-cert';
import type { Language } from '../../language/catalogue.ts';
import { serverNow } from '../../network/server-clock.ts';
import { trustBundle } from '../desk/trust-bundle.ts';
import type { Verification } from './use-verification.ts';

/** By what this phone judged. */
export interface FoundHere {
  /** When the bundle was issued, ISO 8601. */
  asOf: string;
  freshness: TrustBundleFreshness;
}

/** What this phone found by itself. */
export interface FoundOffline extends FoundHere {
  verdict: OfflineVerdict;
  verification: Verification;
}

/** Judges a text by the bundle of this phone; null where there is none. */
export async function judgeHere(
  text: string,
  { ruleSet, language }: { ruleSet: string | null; language: Language },
): Promise<FoundOffline | null> {
  const bundle = trustBundle();
  if (!bundle) return null;
  const at = new Date(serverNow());
  const verdict = await verifyOffline(text, { bundle, at, ruleSet: ruleSet ?? '' });
  const { freshness } = verdict;
  const verification = await asVerification(verdict, at, language);
  return { verdict, verification, asOf: bundle.issuedAt.toISOString(), freshness };
}

/** As the platform would answer; with the certificate's hash, by which a revocation is told. */
async function asVerification(verdict: OfflineVerdict, at: Date, language: Language): Promise<Verification> {
  const { holder, test, outcome, rules } = verdict;
  return {
    __typename: 'Verification',
    id: crypto.randomUUID(),
    verdict: verdict.verdict,
    signature: verdict.signature,
    status: verdict.status,
    certificateHash: verdict.certificateId ? await sha256(verdict.certificateId) : null,
    outcome: outcome ?? null,
    rules: rules.map(({ id, description, outcome: judged }) => ({
      __typename: 'RuleJudgement',
      id,
      description: description[language],
      outcome: judged,
    })),
    holder: holder ? { __typename: 'Holder', ...holder, dateOfBirth: holder.dateOfBirth ?? '' } : null,
    test: test?.specimenCollectedAt
      ? {
          __typename: 'VerifiedTest',
          name: test.name ?? null,
          method: test.type === 'LP217198-3' ? 'RAPID_ANTIGEN' : 'NAAT',
          specimenCollectedAt: test.specimenCollectedAt,
        }
      : null,
    verifiedAt: at.toISOString(),
  };
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
