import { Button } from 'react-aria-components/Button';
import { formatDateTime } from '../../language/format-date.ts';
import { useLanguage } from '../../language/language-provider.tsx';
import type { LabKeyFactsFragment } from '../../schema/lab-operations.ts';
import tables from '../dense-table.module.css';
import { useLab } from '../lab-context.ts';
import { useLabWords } from '../words/lab-catalogue.ts';

/** The keys, those in force first. */
export function KeysTable({
  keys,
  onRevoke,
}: {
  keys: readonly LabKeyFactsFragment[];
  onRevoke(key: LabKeyFactsFragment): void;
}) {
  const words = useLabWords();
  const names = [
    words.keys.label,
    words.keys.access,
    words.keys.createdAt,
    words.keys.lastUsedAt,
    words.keys.expiresAt,
    words.keys.state,
  ];
  const sorted = keys.toSorted((one, other) => Number(other.isInForce) - Number(one.isInForce));
  return (
    <div className={tables.frame}>
      <table className={tables.table}>
        <thead>
          <tr>
            {names.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {sorted.map((labKey) => (
            <KeyRow key={labKey.id} labKey={labKey} onRevoke={() => onRevoke(labKey)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function KeyRow({ labKey, onRevoke }: { labKey: LabKeyFactsFragment; onRevoke(): void }) {
  const { language } = useLanguage();
  const { timeZone } = useLab();
  const words = useLabWords();
  const time = (instant: string | null, otherwise: string) =>
    instant === null ? otherwise : formatDateTime(instant, language, timeZone);
  const { isInForce, revokedAt } = labKey;
  const ended = revokedAt ? words.keys.revoked(time(revokedAt, '')) : words.keys.expired;
  return (
    <tr data-testid="lab-key" data-in-force={isInForce}>
      <th scope="row">{labKey.label}</th>
      <td>{words.keys.accessOf[labKey.access]}</td>
      <td className={tables.whole}>{time(labKey.createdAt, '')}</td>
      <td className={tables.whole}>{time(labKey.lastUsedAt, words.keys.neverUsed)}</td>
      <td className={tables.whole}>{time(labKey.expiresAt, words.keys.noExpiry)}</td>
      <td>{isInForce ? words.keys.inForce : ended}</td>
      <td>
        {isInForce && (
          <Button
            className={tables.press}
            aria-label={words.keys.revokeOne(labKey.label)}
            onPress={onRevoke}
            data-testid="revoke-key"
          >
            {words.keys.revoke}
          </Button>
        )}
      </td>
    </tr>
  );
}
