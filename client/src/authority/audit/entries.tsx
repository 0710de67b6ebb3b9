import { useState } from 'react';
import { useQuery } from 'urql';
import { PressButton } from '../../controls/press-button.tsx';
import { Problem } from '../../controls/problem.tsx';
import { Waiting } from '../../controls/waiting.tsx';
import { formatDateTime } from '../../language/format-date.ts';
import { useLanguage } from '../../language/language-provider.tsx';
import { failureOf } from '../../network/failure.ts';
import { AuditEntriesDocument, type AuditEntriesQuery } from '../../schema/authority-operations.ts';
import { timeZone } from '../rules/moment.ts';
import styles from '../rules/rules.module.css';
import { detailsOf, newestPage, olderPage } from './entry-pages.ts';
import { useAuditWords } from './words/audit-catalogue.ts';

type Entry = AuditEntriesQuery['auditEntries']['edges'][number]['node'];

/** The entries, the newest first, a page at a time. @param whole the number of the last one that is in order */
export function Entries({ whole }: { whole: number }) {
  const words = useAuditWords();
  const [page, setPage] = useState(() => newestPage(whole));
  const [{ data, error }, execute] = useQuery({
    query: AuditEntriesDocument,
    variables: { first: page.first, after: String(page.after) },
    requestPolicy: 'network-only',
  });
  const nodes = data?.auditEntries.edges.map(({ node }) => node).reverse();
  return (
    <section aria-labelledby="entries-title" className={styles.section}>
      <h2 id="entries-title">{words.entries}</h2>
      {error && !data && <Problem failure={failureOf(error)} onRetry={() => execute()} />}
      {!data && !error && <Waiting lines={6} />}
      {nodes && (
        <ol className={styles.list}>
          {nodes.map((entry) => (
            <EntryItem key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
      <div className={styles.buttons}>
        {data?.auditEntries.pageInfo.hasNextPage && (
          <PressButton
            kind="secondary"
            onPress={() => setPage({ after: page.after + page.first, first: newestPage(0).first })}
            testId="newer"
          >
            {words.newer}
          </PressButton>
        )}
        {page.after > 0 && (
          <PressButton kind="secondary" onPress={() => setPage(olderPage(page))} testId="older">
            {words.older}
          </PressButton>
        )}
      </div>
    </section>
  );
}

function EntryItem({ entry }: { entry: Entry }) {
  const { language } = useLanguage();
  const words = useAuditWords();
  const { id, at, act, actor, details } = entry;
  const acts: Record<string, string | undefined> = words.acts;
  const facts = [
    [words.number, id],
    [words.at, formatDateTime(at, language, timeZone)],
    [words.actor, actor],
    [words.details, detailsOf(details)],
  ];
  return (
    <li data-testid="audit-entry" data-act={act}>
      <h3>{acts[act] ?? act}</h3>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name} className={styles.pair}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}
