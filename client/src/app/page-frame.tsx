import { type ReactNode, useEffect } from 'react';
import { Link } from 'react-router';
import { useLanguage } from '../language/language-provider.tsx';
import { LanguageSwitch } from '../language/language-switch.tsx';
import { ClockNotice } from './clock-notice.tsx';
import styles from './page-frame.module.css';

/** The frame of every page: the product's name, the language, what the account offers, the page itself. */
export function PageFrame({
  children,
  title,
  account,
  footer,
  width = 'reading',
  theme = 'light',
}: {
  children?: ReactNode;
  /** The name of the page in the browser's tab. */
  title?: string;
  account?: ReactNode;
  footer?: ReactNode;
  width?: 'reading' | 'wide';
  theme?: 'light' | 'dark';
}) {
  const { words } = useLanguage();
  const name = title === undefined ? words.productName : `${title} · ${words.productName}`;
  useEffect(() => {
    document.title = name;
  }, [name]);
  return (
    <div className={styles.frame} data-theme={theme} data-width={width}>
      <header className={styles.header}>
        <Link to="/" className={styles.name}>
          {words.productName}
        </Link>
        <div className={styles.tools}>
          {account}
          <LanguageSwitch />
        </div>
      </header>
      <ClockNotice />
      <main className={styles.main}>{children}</main>
      {footer && <footer className={styles.footer}>{footer}</footer>}
    </div>
  );
}
