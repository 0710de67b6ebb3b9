import { Link } from 'react-router';
import { useLanguage } from '../language/language-provider.tsx';
import type { Door } from '../session/viewer-gate.tsx';
import styles from './doors.module.css';

/** The doors of the app as a list of links, without the one that a person stands in. */
export function Doors({ except }: { except?: Door }) {
  const { words } = useLanguage();
  const doors: { door: Door; path: string }[] = [
    { door: 'citizen', path: '/' },
    { door: 'officer', path: '/verify' },
    { door: 'laboratory', path: '/lab' },
    { door: 'helpDesk', path: '/help-desk' },
    { door: 'authority', path: '/authority' },
  ];
  return (
    <ul className={styles.doors}>
      {doors
        .filter(({ door }) => door !== except)
        .map(({ door, path }) => (
          <li key={door}>
            <Link to={path}>{words.doors[door]}</Link>
          </li>
        ))}
    </ul>
  );
}
