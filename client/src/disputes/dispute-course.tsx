import { formatDateTime } from '../language/format-date.ts';
import { useLanguage } from '../language/language-provider.tsx';
import type { DisputeFactsFragment } from '../schema/rights-operations.ts';
import styles from './dispute.module.css';
import { useDisputeWords } from './words/dispute-catalogue.ts';

/** What a course is drawn from; a laboratory's and a citizen's documents both have it. */
export type Course = Pick<
  DisputeFactsFragment,
  'kind' | 'statement' | 'state' | 'isOverdue' | 'dueAt' | 'steps'
> & { lab: { name: string } | null };

/** A dispute: where it stands, what was said, and what happened, oldest first. */
export function DisputeCourse({
  dispute,
  isOwn,
  timeZone,
}: {
  dispute: Course;
  isOwn: boolean;
  /** IANA; the device's own if absent. */
  timeZone?: string;
}) {
  const { language } = useLanguage();
  const words = useDisputeWords();
  const { dueAt } = dispute;
  return (
    <>
      <p className={styles.state} data-testid="dispute-state" data-state={dispute.state}>
        {words.stateOf[dispute.state]}
      </p>
      {dueAt && (
        <p className={dispute.isOverdue ? styles.overdue : styles.quiet}>
          {(dispute.isOverdue ? words.overdue : words.due)(formatDateTime(dueAt, language, timeZone))}
        </p>
      )}
      <p className={styles.quiet}>{isOwn ? words.you : words.citizen}</p>
      <p className={styles.words} data-testid="dispute-statement">
        {words.kindOf[dispute.kind]}
        {dispute.statement && `\n${dispute.statement}`}
      </p>
      <ol className={styles.steps}>
        {dispute.steps.map((step) => (
          <li key={`${step.step}${step.at}`} data-testid="dispute-step" data-step={step.step}>
            <p>{words.stepOf[step.step]}</p>
            <p className={styles.quiet}>
              <time dateTime={step.at}>{formatDateTime(step.at, language, timeZone)}</time>
              {step.by && ` · ${whoOf(step.by)}`}
            </p>
            {step.note && <p className={styles.words}>{step.note}</p>}
          </li>
        ))}
      </ol>
    </>
  );

  function whoOf(party: NonNullable<Course['steps'][number]['by']>): string {
    if (party === 'CITIZEN' && isOwn) return words.bySelf;
    return (party === 'LABORATORY' && dispute.lab?.name) || words.partyOf[party];
  }
}
