import { useLanguage } from '../language/language-provider.tsx';
import { RecordPeopleDocument } from '../schema/rights-operations.ts';
import { AccountHeld } from './account-held.tsx';
import { DownloadSection } from './download-section.tsx';
import { OpenedPart } from './opened-part.tsx';
import { PagedList } from './paged-list.tsx';
import { PersonRights } from './person-rights.tsx';
import styles from './rights.module.css';
import { usePages } from './use-pages.ts';
import { useRightsWords } from './words/rights-catalogue.ts';

/** What is held of the people whom the viewer opened, who looked at it, what was disputed, and the download. */
export default function RightsSections() {
  const { language } = useLanguage();
  // Names of diseases come in the language of the request.
  return <Sections key={language} />;
}

function Sections() {
  const words = useRightsWords();
  const pages = usePages(
    RecordPeopleDocument,
    (after) => ({ after }),
    ({ me }) => me?.citizen?.record?.people,
  );
  return (
    <section aria-labelledby="rights-title" data-testid="rights">
      <h2 id="rights-title">{words.title}</h2>
      <p>{words.lead}</p>
      <div className={styles.people}>
        <PagedList pages={pages} none={words.none} testId="rights-person">
          {(person) => <PersonRights person={person} />}
        </PagedList>
      </div>
      <OpenedPart title={words.account.title} testId="rights-account">
        {() => <AccountHeld />}
      </OpenedPart>
      <DownloadSection />
    </section>
  );
}
