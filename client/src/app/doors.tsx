import { Link } from 'react-router';
import { useLanguage } from '../language/language-provider.tsx';
import styles from './doors.module.css';

/** The doors of the app as a list of links. */
export function Doors() {
  const { words } = useLanguage();
  return (
    <ul className={styles.doors}>
      <li>
        <Link to="/">{words.doors.citizen}</Link>
      </li>
      <li>
        <Link to="/verify">{words.doors.officer}</Link>
      </li>
    </ul>
  );
}
