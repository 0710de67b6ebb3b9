import { type ReactNode, useEffect, useRef } from 'react';
import styles from './step-heading.module.css';

/** The heading of a step. Where the step took the place of another it takes the focus, so that it is read out. */
export function StepHeading({ children, takesFocus = true }: { children: ReactNode; takesFocus?: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the step's beginning moves the focus.
  useEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1} className={styles.heading}>
      {children}
    </h1>
  );
}
