import { LiveState } from '../../controls/live-state.tsx';
import { Problem } from '../../controls/problem.tsx';
import { Waiting } from '../../controls/waiting.tsx';
import { formatClock } from '../../language/format-date.ts';
import { useLanguage } from '../../language/language-provider.tsx';
import type { VerificationFactsFragment } from '../../schema/operations.ts';
import { feedReason } from '../verdict/verdict-reason.ts';
import { VerdictShape } from '../verdict/verdict-shape.tsx';
import styles from './feed.module.css';
import { useFeed } from './use-feed.ts';

/** The live feed of a checkpoint: time, verdict, reason; never a name. */
export function Feed({ checkpointId, eventCursor }: { checkpointId: string; eventCursor: string }) {
  const { words } = useLanguage();
  const { events, live, failure, reload } = useFeed(checkpointId, eventCursor);
  const arrived = new Set(live.map(({ id }) => id));
  return (
    <>
      <h2>{words.verify.feed}</h2>
      <LiveState />
      <p className={styles.note}>{words.verify.feedNote}</p>
      {failure && <Problem failure={failure} onRetry={reload} />}
      {events === null && !failure && <Waiting lines={5} />}
      {events?.length === 0 && <p>{words.verify.feedEmpty}</p>}
      {events && events.length > 0 && (
        <ol className={styles.items}>
          {events.map((event) => (
            <FeedItem key={event.id} event={event} isNew={arrived.has(event.id)} />
          ))}
        </ol>
      )}
    </>
  );
}

function FeedItem({ event, isNew }: { event: VerificationFactsFragment; isNew: boolean }) {
  const { language, words } = useLanguage();
  return (
    <li className={styles.item} data-testid="feed-item" data-verdict={event.verdict} data-new={isNew}>
      <time dateTime={event.verifiedAt}>{formatClock(event.verifiedAt, language)}</time>
      <VerdictShape verdict={event.verdict} className={styles.shape} />
      <div>
        <strong>{words.verify.verdict[event.verdict]}</strong>
        <p className={styles.reason}>
          {words.verify.reason[feedReason(event)]}
          {event.isOffline && ` ${words.verify.offline}.`}
        </p>
      </div>
    </li>
  );
}
