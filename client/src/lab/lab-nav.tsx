import { NavLink } from 'react-router';
import styles from './lab-nav.module.css';
import { useLabWords } from './words/lab-catalogue.ts';

/** The parts of the laboratory's page, in one row of links. */
export function LabNav() {
  const words = useLabWords();
  const parts = [
    { path: '/lab', label: words.nav.file },
    { path: '/lab/entry', label: words.nav.entry },
    { path: '/lab/receipts', label: words.nav.receipts },
    { path: '/lab/results', label: words.nav.results },
    { path: '/lab/recall', label: words.nav.recall },
    { path: '/lab/disputes', label: words.nav.disputes },
    { path: '/lab/phones', label: words.nav.phones },
    { path: '/lab/keys', label: words.nav.keys },
  ];
  return (
    <nav aria-label={words.sections} className={styles.nav}>
      <ul>
        {parts.map(({ path, label }) => (
          <li key={path}>
            <NavLink to={path} end={path === '/lab'}>
              {label}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
