import { DisputeCourse } from '../disputes/dispute-course.tsx';
import { formatDate, formatDateTime } from '../language/format-date.ts';
import { useLanguage } from '../language/language-provider.tsx';
import {
  RecordAccessesDocument,
  RecordDisputesDocument,
  type RecordPersonFactsFragment,
  RecordResultsDocument,
} from '../schema/rights-operations.ts';
import { accessLine } from './access-line.ts';
import { HeldResult } from './held-result.tsx';
import { OpenedPart } from './opened-part.tsx';
import { PagedList } from './paged-list.tsx';
import styles from './rights.module.css';
import { usePages } from './use-pages.ts';
import { useRightsWords } from './words/rights-catalogue.ts';

/** One person: what is known of them, and three parts that are asked for when they are opened. */
export function PersonRights({ person }: { person: RecordPersonFactsFragment }) {
  const { language } = useLanguage();
  const words = useRightsWords();
  const { id, claim, maskedNationalId } = person;
  return (
    <>
      <h3>{person.fullName}</h3>
      <ul className={styles.facts}>
        <li>{words.person.born(formatDate(person.dateOfBirth))}</li>
        <li>{maskedNationalId ? words.person.id(maskedNationalId) : words.person.noId}</li>
        <li>{words.person.phones(String(person.phoneCount))}</li>
        {claim && (
          <li>
            {words.person.claimed(
              words.person.methodOf[claim.method] ?? words.person.otherMethod,
              formatDateTime(claim.claimedAt, language),
            )}
          </li>
        )}
      </ul>
      <OpenedPart title={words.held.title} testId="rights-held">
        {() => <Held personId={id} />}
      </OpenedPart>
      <OpenedPart title={words.accesses.title} testId="rights-accesses">
        {() => <Accesses personId={id} />}
      </OpenedPart>
      <OpenedPart title={words.disputes.title} testId="rights-disputes">
        {() => <Disputes personId={id} />}
      </OpenedPart>
    </>
  );
}

function Held({ personId }: { personId: string }) {
  const words = useRightsWords();
  const pages = usePages(
    RecordResultsDocument,
    (after) => ({ personId, after }),
    ({ me }) => me?.citizen?.record?.person?.results,
  );
  return (
    <PagedList pages={pages} none={words.held.none} testId="held-result">
      {(held) => <HeldResult held={held} />}
    </PagedList>
  );
}

function Accesses({ personId }: { personId: string }) {
  const { language } = useLanguage();
  const words = useRightsWords();
  const pages = usePages(
    RecordAccessesDocument,
    (after) => ({ personId, after }),
    ({ me }) => me?.citizen?.record?.person?.accesses,
  );
  return (
    <>
      <p className={styles.quiet}>{words.accesses.lead}</p>
      <PagedList pages={pages} none={words.accesses.none} testId="access">
        {(access) =>
          accessLine(access, language).map((line, position) => (
            <p key={line} className={position ? styles.quiet : styles.line}>
              {line}
            </p>
          ))
        }
      </PagedList>
    </>
  );
}

function Disputes({ personId }: { personId: string }) {
  const words = useRightsWords();
  const pages = usePages(
    RecordDisputesDocument,
    (after) => ({ personId, after }),
    ({ me }) => me?.citizen?.record?.person?.disputes,
  );
  return (
    <PagedList pages={pages} none={words.disputes.none} testId="own-dispute">
      {(dispute) => <DisputeCourse dispute={dispute} isOwn />}
    </PagedList>
  );
}
