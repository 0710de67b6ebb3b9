import type { ReactNode } from 'react';
import { PressButton } from '../controls/press-button.tsx';
import { Problem } from '../controls/problem.tsx';
import { Waiting } from '../controls/waiting.tsx';
import styles from './rights.module.css';
import type { Pages } from './use-pages.ts';
import { useRightsWords } from './words/rights-catalogue.ts';

/** A list that grows page by page, or the sentence that there is none. */
export function PagedList<Node extends { id: string }>({
  pages,
  none,
  testId,
  children,
}: {
  pages: Pages<Node>;
  none: string;
  testId: string;
  children: (node: Node) => ReactNode;
}) {
  const words = useRightsWords();
  const { nodes, failure, hasMore, more } = pages;
  return (
    <>
      {!nodes && !failure && <Waiting lines={3} />}
      {nodes?.length === 0 && <p>{none}</p>}
      {nodes && nodes.length > 0 && (
        <ol className={styles.list}>
          {nodes.map((node) => (
            <li key={node.id} data-testid={testId}>
              {children(node)}
            </li>
          ))}
        </ol>
      )}
      {failure && <Problem failure={failure} onRetry={more} />}
      {hasMore && !failure && (
        <PressButton kind="secondary" onPress={more}>
          {words.more}
        </PressButton>
      )}
    </>
  );
}
