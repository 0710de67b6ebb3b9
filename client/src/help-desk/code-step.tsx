import { PressButton } from '../controls/press-button.tsx';
import { StepHeading } from '../controls/step-heading.tsx';
import { formatDateTime } from '../language/format-date.ts';
import { useLanguage } from '../language/language-provider.tsx';
import type { IssueClaimCodeMutation } from '../schema/help-desk-operations.ts';
import styles from './code-step.module.css';
import type { Found } from './find-step.tsx';
import { useHelpDeskWords } from './words/help-desk-catalogue.ts';

/** A code that was handed out. */
export type HandedOut = Extract<IssueClaimCodeMutation['issueClaimCode'], { __typename: 'ClaimCode' }>;

/** Shows the code once, in groups of four, large enough to be read across a counter. */
export function CodeStep({ found, code, onNext }: { found: Found; code: HandedOut; onNext(): void }) {
  const words = useHelpDeskWords().code;
  const { language } = useLanguage();
  return (
    <article>
      <StepHeading>{words.title}</StepHeading>
      <p>{words.lead(found.displayName)}</p>
      <p className={styles.code} data-testid="claim-code">
        {code.code.match(/.{4}/g)?.join(' ')}
      </p>
      <p>{words.until(formatDateTime(code.expiresAt, language))}</p>
      <p>{words.how}</p>
      <div className={styles.buttons}>
        <PressButton onPress={onNext}>{words.next}</PressButton>
        <PressButton kind="secondary" onPress={() => window.print()}>
          {words.print}
        </PressButton>
      </div>
    </article>
  );
}
