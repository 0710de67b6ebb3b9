import { Link, useLocation } from 'react-router';
import styles from './authority-nav.module.css';
import { useAuthorityWords } from './words/authority-catalogue.ts';

/** The parts of the authority's page, in one row of links. */
export function AuthorityNav() {
  const { pathname } = useLocation();
  const words = useAuthorityWords();
  const parts = [
    { path: '/authority', label: words.nav.rules },
    { path: '/authority/keys', label: words.nav.keys },
    { path: '/authority/audit', label: words.nav.audit },
  ];
  // A set that is open is a page of the rules.
  const current = parts.findLast(({ path }) => pathname.startsWith(path));
  return (
    <nav aria-label={words.sections} className={styles.nav}>
      <ul>
        {parts.map((part) => (
          <li key={part.path}>
            <Link to={part.path} aria-current={part === current ? 'page' : undefined}>
              {part.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
