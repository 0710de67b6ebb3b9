import { disputeCatalogues } from '../disputes/words/dispute-catalogue.ts';
import { catalogues, type Language } from '../language/catalogue.ts';
import { formatDate, formatDateTime } from '../language/format-date.ts';
import { plainOutcome } from '../results/plain-outcome.ts';
import { plainTestName } from '../results/test-name.ts';
import { accessLine } from './access-line.ts';
import { accountLines } from './account-lines.ts';
import type { CollectedPerson, CollectedRecord } from './collect-record.ts';
import { rightsCatalogues } from './words/rights-catalogue.ts';

const style =
  'body{font:16px/1.5 sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}h2{border-top:2px solid}li{margin-bottom:.75rem}pre{white-space:pre-wrap;font:inherit;margin:0}@media print{h2{break-before:page}h2:first-of-type{break-before:auto}li{break-inside:avoid}}';

/** What others wrote is text in the file, never markup. */
export function escaped(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replaceAll(/[&<>"']/g, (character) => entities[character]!);
}

/** A page that stands alone, to read and to print: no script, nothing that is fetched. */
export function recordAsHtml(record: CollectedRecord, language: Language): string {
  const words = rightsCatalogues[language];
  const body = record.people.map((person) => personAsHtml(person, language)).join('\n');
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(words.title)}</title><style>${style}</style></head><body>
<h1>${escaped(words.title)}</h1>
<p>${escaped(words.download.generatedAt(formatDateTime(record.generatedAt, language)))}</p>
${section(words.account.title, '', [accountLines(record.account, language)])}
${body}
</body></html>
`;
}

function personAsHtml(person: CollectedPerson, language: Language): string {
  const words = rightsCatalogues[language];
  const { claim } = person;
  const facts = [
    words.person.born(formatDate(person.dateOfBirth)),
    person.maskedNationalId ? words.person.id(person.maskedNationalId) : words.person.noId,
    words.person.phones(String(person.phoneCount)),
    claim &&
      words.person.claimed(
        words.person.methodOf[claim.method] ?? words.person.otherMethod,
        formatDateTime(claim.claimedAt, language),
      ),
  ];
  return [
    `<h2>${escaped(person.fullName)}</h2>`,
    `<p>${facts.flatMap((fact) => (fact ? escaped(fact) : [])).join('<br>')}</p>`,
    section(
      words.held.title,
      words.held.none,
      person.results.map((held) => resultLines(held, language)),
    ),
    section(
      words.accesses.title,
      words.accesses.none,
      person.accesses.map((access) => accessLine(access, language)),
    ),
    section(
      words.disputes.title,
      words.disputes.none,
      person.disputes.map((dispute) => disputeLines(dispute, language)),
    ),
  ].join('\n');
}

function section(title: string, none: string, entries: readonly string[][]): string {
  const list = entries.map((lines) => `<li><pre>${lines.map(escaped).join('\n')}</pre></li>`).join('\n');
  return `<h3>${escaped(title)}</h3>\n${list ? `<ol>${list}</ol>` : `<p>${escaped(none)}</p>`}`;
}

function resultLines(held: CollectedPerson['results'][number], language: Language): string[] {
  const app = catalogues[language];
  const words = rightsCatalogues[language];
  const { result, reportedPatient: patient } = held;
  return [
    `${result.disease.name}, ${plainTestName(result.test, app)}: ${app.results.outcome[plainOutcome(result)]}`,
    `${app.results.laboratory}: ${result.lab?.name ?? app.unknownValue}`,
    `${app.results.specimenCollectedAt}: ${formatDateTime(result.specimenCollectedAt, language)}`,
    ...result.history.map(
      ({ version, outcome, changedAt, reason }) =>
        `  ${version}. ${formatDateTime(changedAt, language)} ${outcome ? app.results.outcome[outcome] : ''} ${reason ?? ''}`,
    ),
    ...result.qrTokens.map(
      ({ certificateId, status, expiresAt }) =>
        `  ${certificateId} ${status} (${formatDateTime(expiresAt, language)})`,
    ),
    ...(patient ? [words.held.reported(patient.fullName, formatDate(patient.dateOfBirth))] : []),
    ...(patient?.maskedPhone ? [words.held.phone(patient.maskedPhone)] : []),
    words.held.basisOf[held.legalBasis],
    words.held.kept(words.held.classOf[held.retentionClass], formatDate(held.keptUntil)),
    ...(held.isOnLegalHold ? [words.held.onHold] : []),
  ];
}

function disputeLines(dispute: CollectedPerson['disputes'][number], language: Language): string[] {
  const words = disputeCatalogues[language];
  return [
    `${words.kindOf[dispute.kind]}: ${words.stateOf[dispute.state]}`,
    ...(dispute.statement ? [dispute.statement] : []),
    ...dispute.steps.map(({ step, at, by, note }) =>
      [
        `  ${formatDateTime(at, language)}`,
        words.stepOf[step],
        by ? `(${words.partyOf[by]})` : '',
        note ?? '',
      ].join(' '),
    ),
  ];
}
