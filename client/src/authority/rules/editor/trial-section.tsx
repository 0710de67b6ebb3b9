import { Problem } from '../../../controls/problem.tsx';
import { Waiting } from '../../../controls/waiting.tsx';
import { formatDateTime } from '../../../language/format-date.ts';
import { useLanguage } from '../../../language/language-provider.tsx';
import { useAuthorityWords } from '../../words/authority-catalogue.ts';
import { timeZone } from '../moment.ts';
import { RuleProblems } from './rule-problems.tsx';
import { isChanged, TrialTable } from './trial-table.tsx';
import type { Trial } from './use-trial.ts';

/** What the rules as they stand here would decide, beside what is decided now. */
export function TrialSection({ trial, onRetry }: { trial: Trial; onRetry(): void }) {
  const { language } = useLanguage();
  const words = useAuthorityWords().trial;
  return (
    <section aria-labelledby="trial-title" data-testid="trial" data-state={trial.kind}>
      <h2 id="trial-title">{words.title}</h2>
      <p>{words.lead}</p>
      <p role="status" data-testid="trial-changes">
        {trial.kind === 'tried' && <Changes samples={trial.samples} />}
        {trial.kind === 'incomplete' && words.incomplete}
      </p>
      {trial.kind === 'waiting' && <Waiting lines={6} />}
      {trial.kind === 'failed' && <Problem failure={trial.failure} onRetry={onRetry} />}
      {trial.kind === 'refused' && <RuleProblems problems={trial.problems} />}
      {trial.kind === 'tried' && (
        <>
          {trial.at && <p>{words.at(formatDateTime(trial.at, language, timeZone))}</p>}
          <TrialTable samples={trial.samples} />
        </>
      )}
    </section>
  );
}

/** How many samples would be decided otherwise, in a sentence. */
export function Changes({ samples }: { samples: Extract<Trial, { kind: 'tried' }>['samples'] }) {
  const words = useAuthorityWords().trial;
  if (samples.every(({ verdictNow }) => verdictNow === null)) return words.all(samples.length);
  const changed = samples.filter(isChanged).length;
  return <strong>{changed ? words.changes(changed, samples.length) : words.noChange(samples.length)}</strong>;
}
