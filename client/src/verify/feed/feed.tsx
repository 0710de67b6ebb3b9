import { LiveState } from '../../controls/live-state.tsx';
import { Problem } from '../../controls/problem.tsx';
import { Waiting } from '../../controls/waiting.tsx';
import { formatClock } from '../../language/format-date.ts';
import { useLanguage } from '../../language/language-provider.tsx';
import type { KeptCheckpoint } from '../desk/officer-store.ts';
import { feedReason } from '../verdict/verdict-reason.ts';
import { VerdictShape } from '../verdict/verdict-shape.tsx';
import { useOfficerWords } from '../words/officer-catalogue.ts';
import { Counts } from './counts.tsx';
import styles from './feed.module.css';
import { type FeedEvent, useFeed } from './use-feed.ts';

/** The live feed of some checkpoints: time, verdict, reason, alarms, and the place where there are several; never a name. */
export function Feed({ checkpoints, eventCursor }: { checkpoints: KeptCheckpoint[]; eventCursor: string }) {
  const { words } = useLanguage();
  const ids = checkpoints.map(({ id }) => id);
  const { events, counts, live, failure, reload } = useFeed(ids, eventCursor);
  const arrived = new Set(live.map(({ id }) => id));
  const placeOf = (event: FeedEvent) =>
    checkpoints.length > 1 ? (checkpoints.find(({ id }) => id === event.checkpointId)?.name ?? null) : null;
  return (
    <>
      <h2>{words.verify.feed}</h2>
      <LiveState />
      <p className={styles.note}>{words.verify.feedNote}</p>
      {counts && <Counts counts={counts} />}
      {failure && <Problem failure={failure} onRetry={reload} />}
      {events === null && !failure && <Waiting lines={5} />}
      {events?.length === 0 && <p>{words.verify.feedEmpty}</p>}
      {events && events.length > 0 && (
        <ol className={styles.items}>
          {events.map((event) => (
            <FeedItem key={event.id} event={event} place={placeOf(event)} isNew={arrived.has(event.id)} />
          ))}
        </ol>
      )}
    </>
  );
}

function FeedItem({ event, place, isNew }: { event: FeedEvent; place: string | null; isNew: boolean }) {
  const { language, words } = useLanguage();
  const officer = useOfficerWords();
  return (
    <li className={styles.item} data-testid="feed-item" data-verdict={event.verdict} data-new={isNew}>
      <time dateTime={event.verifiedAt}>{formatClock(event.verifiedAt, language)}</time>
      <VerdictShape verdict={event.verdict} className={styles.shape} />
      <div>
        <strong>{words.verify.verdict[event.verdict]}</strong>
        {place && <span> · {place}</span>}
        <p className={styles.reason}>
          {words.verify.reason[feedReason(event)]}
          {event.isOffline && ` ${words.verify.offline}.`}
        </p>
        {event.alarms.map((alarm) => (
          <p key={alarm} className={styles.alarm} role={isNew ? 'alert' : undefined} data-alarm={alarm}>
            <strong>{officer.alarms}:</strong> {officer.alarm[alarm]}
          </p>
        ))}
      </div>
    </li>
  );
}
