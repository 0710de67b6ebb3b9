import { createContext, type ReactNode, use, useMemo, useState, useSyncExternalStore } from 'react';
import { useClient } from 'urql';
import { useLab } from '../lab-context.ts';
import { previewFile } from '../preview/preview-file.ts';
import { createFileDesk, type DeskState, type FileDesk } from './file-desk.ts';
import { startingOptions } from './writing-options.ts';

/** The desk, and what lies on it. */
export interface FileWork {
  desk: FileDesk;
  state: DeskState;
}

const FileWorkContext = createContext<FileWork | null>(null);

/** Holds the work on a file above the parts of the page, so that looking elsewhere loses no correction. */
export function FileWorkProvider({ children }: { children: ReactNode }) {
  const client = useClient();
  const { defaults, timeZone } = useLab();
  const [desk] = useState(() =>
    createFileDesk((input) => previewFile(client, input), startingOptions(defaults, timeZone)),
  );
  const state = useSyncExternalStore(desk.subscribe, desk.read);
  const work = useMemo(() => ({ desk, state }), [desk, state]);
  return <FileWorkContext value={work}>{children}</FileWorkContext>;
}

/** The work on a file. */
export function useFileWork(): FileWork {
  const work = use(FileWorkContext);
  if (work === null) throw new Error('FileWorkProvider is missing');
  return work;
}
