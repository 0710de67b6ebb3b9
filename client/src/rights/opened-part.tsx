import { type ReactNode, useState } from 'react';
import styles from './rights.module.css';

/** A part of a page that is asked for when somebody opens it. */
export function OpenedPart({
  title,
  testId,
  children,
}: {
  title: string;
  testId: string;
  children: () => ReactNode;
}) {
  const [wasOpened, setWasOpened] = useState(false);
  return (
    <details
      className={styles.part}
      data-testid={testId}
      onToggle={({ currentTarget }) => setWasOpened((before) => before || currentTarget.open)}
    >
      <summary>{title}</summary>
      {wasOpened && children()}
    </details>
  );
}
