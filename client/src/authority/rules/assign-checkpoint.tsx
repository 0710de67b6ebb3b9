import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { ChoiceEntry } from '../../controls/choice-entry.tsx';
import { PressButton } from '../../controls/press-button.tsx';
import { Problem } from '../../controls/problem.tsx';
import { type Failure, failureOf } from '../../network/failure.ts';
import { SetCheckpointRulesDocument } from '../../schema/authority-operations.ts';
import { useAuthorityWords } from '../words/authority-catalogue.ts';
import styles from './rules.module.css';
import type { RuleSet } from './use-rule-sets.ts';

/** Has a checkpoint that goes by another set go by this one. Every checkpoint goes by some set. */
export function AssignCheckpoint({ set, sets }: { set: RuleSet; sets: readonly RuleSet[] }) {
  const words = useAuthorityWords().set;
  const [{ fetching }, setCheckpointRules] = useMutation(SetCheckpointRulesDocument);
  const [chosen, setChosen] = useState('');
  const [assigned, setAssigned] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const others = sets.filter(({ code }) => code !== set.code).flatMap(({ checkpoints }) => checkpoints);
  const checkpointId = others.find(({ id }) => id === chosen)?.id ?? others[0]?.id;
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (fetching || !checkpointId) return;
    setFailure(null);
    setAssigned(null);
    const { data, error } = await setCheckpointRules({ input: { checkpointId, ruleSet: set.code } });
    const answer = data?.setCheckpointRules;
    if (answer?.__typename === 'Checkpoint') setAssigned(answer.name ?? answer.id);
    else setFailure(answer ?? (error ? failureOf(error) : { code: 'UNFORESEEN' }));
  };
  return (
    <section aria-labelledby="assign-title" className={styles.section}>
      <h2 id="assign-title">{words.assign}</h2>
      <p role="status" className={assigned ? styles.done : undefined} data-testid="assigned">
        {assigned && words.assigned(assigned)}
      </p>
      {failure && <Problem failure={failure} />}
      {checkpointId ? (
        <form onSubmit={(event) => void send(event)}>
          <p>{words.assignLead}</p>
          <ChoiceEntry
            label={words.checkpoint}
            value={checkpointId}
            choices={others.map(({ id, name, code }) => ({ value: id, label: `${name} (${code})` }))}
            onChange={setChosen}
            testId="assign-checkpoint"
          />
          <PressButton type="submit" kind="secondary" isPending={fetching} testId="assign">
            {words.assignButton}
          </PressButton>
        </form>
      ) : (
        <p>{words.allHere}</p>
      )}
    </section>
  );
}
