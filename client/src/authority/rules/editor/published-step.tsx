import { Link } from 'react-router';
import { StepHeading } from '../../../controls/step-heading.tsx';
import { formatDateTime } from '../../../language/format-date.ts';
import { useLanguage } from '../../../language/language-provider.tsx';
import { useAuthorityWords } from '../../words/authority-catalogue.ts';
import { timeZone } from '../moment.ts';
import styles from '../rules.module.css';

/** A version that was just published. */
export interface Published {
  code: string;
  version: number;
  validFrom: string | null;
  isInForce: boolean;
}

/** Says which version was published, and since or from when it counts. */
export function PublishedStep({ published }: { published: Published }) {
  const { language } = useLanguage();
  const words = useAuthorityWords().publish;
  const { code, version, validFrom, isInForce } = published;
  return (
    <div data-testid="published" data-version={version} data-in-force={isInForce}>
      <StepHeading>{words.done}</StepHeading>
      <p className={styles.done}>
        {isInForce || !validFrom
          ? words.doneNow(version)
          : words.doneLater(version, formatDateTime(validFrom, language, timeZone))}
      </p>
      <Link to={`/authority/rules/${code}`} className={styles.link}>
        {words.toSet}
      </Link>
    </div>
  );
}
