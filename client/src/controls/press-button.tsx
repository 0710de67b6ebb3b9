import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import styles from './press-button.module.css';

/** A button: `primary` once a page, `secondary` beside it, `link` for what is seldom pressed. */
export function PressButton({
  children,
  kind = 'primary',
  size = 'normal',
  isPending = false,
  isDisabled = false,
  type = 'button',
  testId,
  onPress,
}: {
  children: ReactNode;
  kind?: 'primary' | 'secondary' | 'link';
  size?: 'normal' | 'large';
  isPending?: boolean;
  isDisabled?: boolean;
  type?: 'button' | 'submit';
  testId?: string;
  onPress?: () => void;
}) {
  return (
    <Button
      className={styles.button}
      type={type}
      isPending={isPending}
      isDisabled={isDisabled}
      onPress={onPress}
      data-kind={kind}
      data-size={size}
      data-testid={testId}
    >
      {children}
    </Button>
  );
}
