import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { Problem } from '../../../controls/problem.tsx';
import { Waiting } from '../../../controls/waiting.tsx';
import type { Viewer } from '../../../session/viewer-gate.tsx';
import { useAuthorityWords } from '../../words/authority-catalogue.ts';
import styles from '../rules.module.css';
import { type RuleSet, useRuleSets } from '../use-rule-sets.ts';
import { draftOf, isFreeCode, isJurisdiction, jsonOf } from './draft.ts';
import { EditStep } from './edit-step.tsx';
import { PublishStep } from './publish-step.tsx';
import { type Published, PublishedStep } from './published-step.tsx';
import { useTrial } from './use-trial.ts';

/** Changes a set of rules, or makes one: edit and try, then publish. */
export function EditorPage({ viewer }: { viewer: Viewer }) {
  const { code } = useParams();
  const [search] = useSearchParams();
  const from = search.get('from');
  const words = useAuthorityWords().rules;
  const { sets, failure, retry } = useRuleSets();
  const set = sets?.find((each) => each.code === code) ?? null;
  return (
    <>
      <Link to={set ? `/authority/rules/${set.code}` : '/authority'} className={styles.link}>
        {words.back}
      </Link>
      {failure && <Problem failure={failure} onRetry={retry} />}
      {!sets && !failure && <Waiting lines={6} />}
      {sets && code && !set && <p>{words.missing}</p>}
      {sets && (set || !code) && (
        <Editor
          key={`${code} ${from}`}
          set={set}
          sets={sets}
          from={from === null ? null : Number(from)}
          viewer={viewer}
        />
      )}
    </>
  );
}

/** What is changed lives as long as this page: nothing of it is kept before it is published. */
function Editor({
  set,
  sets,
  from,
  viewer,
}: {
  set: RuleSet | null;
  sets: readonly RuleSet[];
  /** The version to begin with; null for the newest. */
  from: number | null;
  viewer: Viewer;
}) {
  const [draft, setDraft] = useState(() => draftOf(set, sets, from));
  const [isPublishing, setIsPublishing] = useState(false);
  const [published, setPublished] = useState<Published | null>(null);
  const rules = jsonOf(draft);
  const { trial, again } = useTrial(rules, draft.set?.code ?? null);
  // A name is settled once it is published: from then on it is this set's own.
  const isNamed = draft.set !== null || (isFreeCode(draft.code, sets) && isJurisdiction(draft.jurisdiction));
  if (published) return <PublishedStep published={published} />;
  if (isPublishing && isNamed && trial.kind === 'tried' && trial.rules === rules) {
    return (
      <PublishStep
        viewer={viewer}
        draft={draft}
        trial={trial}
        onBack={() => setIsPublishing(false)}
        onPublished={setPublished}
      />
    );
  }
  return (
    <EditStep
      draft={draft}
      sets={sets}
      trial={trial}
      onChange={setDraft}
      onRetry={again}
      onDone={() => setIsPublishing(true)}
      isReady={isNamed && trial.kind === 'tried' && trial.rules === rules}
    />
  );
}
