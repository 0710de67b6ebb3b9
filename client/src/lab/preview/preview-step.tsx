import { type ReactNode, useId, useMemo, useRef, useState } from 'react';
import { Problem } from '../../controls/problem.tsx';
import { StepHeading } from '../../controls/step-heading.tsx';
import { useFileWork } from '../file/file-work.tsx';
import { HowWritten } from '../file/how-written.tsx';
import { OpenFile } from '../file/open-file.tsx';
import { useLabWords } from '../words/lab-catalogue.ts';
import { PreviewCounts } from './preview-counts.tsx';
import styles from './preview-step.module.css';
import { PreviewTable, type PreviewTableHandle } from './preview-table.tsx';
import { PreviewTools } from './preview-tools.tsx';
import { ProblemBar } from './problem-bar.tsx';
import { countRows, nextProblem, type Place } from './row-table.ts';
import { shownLeaves, shownRows } from './shown-part.ts';

const start: Place = { position: 0, leaf: -1 };

/** The file's rows with their problems in place: looked through, corrected, sent. */
export function PreviewStep({ children }: { children: ReactNode }) {
  const words = useLabWords();
  const { desk, state } = useFileWork();
  const { table } = state;
  const counts = useMemo(() => countRows(table), [table]);
  const [isOnlyProblems, setIsOnlyProblems] = useState(false);
  const [isAllColumns, setIsAllColumns] = useState(false);
  const rows = useMemo(() => shownRows(table, isOnlyProblems), [table, isOnlyProblems]);
  const leaves = useMemo(() => shownLeaves(table, isAllColumns), [table, isAllColumns]);
  const [wanted, setPlace] = useState(start);
  const place = { ...wanted, position: Math.max(0, Math.min(wanted.position, rows.length - 1)) };
  const gridId = useId();
  const grid = useRef<PreviewTableHandle>(null);

  const jump = (direction: 1 | -1) => {
    const next = nextProblem(rows, place, direction);
    if (next) setPlace(next);
    grid.current?.focus();
    return next !== null;
  };
  const take = (key: string) => {
    if (key === 'n' || key === 'N') return jump(1);
    return (key === 'p' || key === 'P') && jump(-1);
  };
  return (
    <>
      <StepHeading>{words.preview.title}</StepHeading>
      <OpenFile />
      {children}
      <HowWritten isOpen={false} />
      <PreviewCounts counts={counts} />
      {state.failure && <Problem failure={state.failure} onRetry={() => void desk.judgePending()} />}
      <PreviewTools
        {...{ counts, isOnlyProblems, isAllColumns }}
        onOnlyProblems={(isOnly) => {
          setIsOnlyProblems(isOnly);
          setPlace(start);
        }}
        onAllColumns={setIsAllColumns}
        onJump={jump}
      />
      <p className={styles.keys} id={`${gridId}-keys`}>
        {words.preview.keys}
      </p>
      <PreviewTable
        {...{ gridId, rows, leaves, place }}
        handle={grid}
        onPlace={setPlace}
        onEdit={(index, leaf, text) => void desk.edit(index, leaf, text)}
        onStroke={take}
      />
      <ProblemBar gridId={gridId} row={rows[place.position]} leaf={place.leaf} table={table} />
      <p role="status" className={styles.keys}>
        {state.judging > 0 && words.preview.recheck}
        {state.judging === 0 && counts.edited > 0 && counts.withProblems === 0 && words.preview.noneLeft}
      </p>
    </>
  );
}
