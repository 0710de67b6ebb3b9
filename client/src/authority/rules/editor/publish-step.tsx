import { type FormEvent, useState } from 'react';
import { PressButton } from '../../../controls/press-button.tsx';
import { Problem } from '../../../controls/problem.tsx';
import { StepHeading } from '../../../controls/step-heading.tsx';
import { formatDateTime } from '../../../language/format-date.ts';
import { useLanguage } from '../../../language/language-provider.tsx';
import type { Viewer } from '../../../session/viewer-gate.tsx';
import { StepUp } from '../../../sign-in/step-up.tsx';
import { useAuthorityWords } from '../../words/authority-catalogue.ts';
import { timeZone } from '../moment.ts';
import styles from '../rules.module.css';
import type { Draft } from './draft.ts';
import editor from './editor.module.css';
import { PublishFields } from './publish-fields.tsx';
import type { Published } from './published-step.tsx';
import { RuleProblems } from './rule-problems.tsx';
import { Changes } from './trial-section.tsx';
import { usePublishForm } from './use-publish-form.ts';
import { usePublishing } from './use-publishing.ts';
import type { Trial } from './use-trial.ts';

/** From when on the rules hold and which decision they follow; then they are published. */
export function PublishStep({
  viewer,
  draft,
  trial,
  onBack,
  onPublished,
}: {
  viewer: Viewer;
  draft: Draft;
  trial: Extract<Trial, { kind: 'tried' }>;
  onBack(): void;
  onPublished(published: Published): void;
}) {
  const { language } = useLanguage();
  const words = useAuthorityWords().publish;
  const form = usePublishForm(draft, trial.rules);
  const publishing = usePublishing(onPublished);
  const [wasSent, setWasSent] = useState(false);
  const { gap } = form;
  const checkpoints = draft.set?.checkpoints ?? [];
  const publish = () => void publishing.publish(form.input);
  const send = (event: FormEvent) => {
    event.preventDefault();
    setWasSent(true);
    if (!publishing.isBusy && form.isRight) publish();
  };
  if (publishing.needsCode) {
    return (
      <StepUp
        viewer={viewer}
        lead={words.stepUp(viewer.maskedPhone)}
        onVerified={publish}
        onCancel={publishing.giveUp}
        cancel={words.back}
      />
    );
  }
  return (
    <form onSubmit={send} noValidate className={editor.narrow} data-testid="publish-step">
      <StepHeading>{words.title}</StepHeading>
      <p>
        <Changes samples={trial.samples} />
      </p>
      {checkpoints.length > 0 && (
        <p>{words.checkpoints(checkpoints.map(({ name }) => name ?? '').join(', '))}</p>
      )}
      <p>{words.lead}</p>
      <PublishFields form={form} isNew={draft.set === null} wasSent={wasSent} />
      {gap && (
        <p role="alert" data-testid="gap">
          <strong>{words.gap(formatDateTime(gap, language, timeZone))}</strong>
        </p>
      )}
      {publishing.failure && <Problem failure={publishing.failure} />}
      {publishing.problems.length > 0 && <RuleProblems problems={publishing.problems} />}
      <div className={styles.buttons}>
        <PressButton type="submit" isPending={publishing.isBusy} testId="publish">
          {words.send}
        </PressButton>
        <PressButton kind="secondary" onPress={onBack}>
          {words.back}
        </PressButton>
      </div>
    </form>
  );
}
