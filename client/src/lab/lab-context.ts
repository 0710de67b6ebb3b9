import { createContext, use } from 'react';
import type { OwnLabQuery } from '../schema/lab-operations.ts';

/** The laboratory that the viewer works for, as far as the page needs it. */
export type OwnLab = NonNullable<NonNullable<OwnLabQuery['me']>['lab']>;

/** What every part of the laboratory's page may ask for. */
export interface LabFacts {
  lab: OwnLab;
  viewerId: string;
  /** Where the laboratory's clocks stand: IANA name. */
  timeZone: string;
  /** How the laboratory's files are read unless one says otherwise. */
  defaults: OwnLabQuery['importDefaults'];
  /** Asks for the laboratory anew. */
  reload(): void;
}

/** Gives the laboratory to the page below. */
export const LabContext = createContext<LabFacts | null>(null);

/** The laboratory of the page. */
export function useLab(): LabFacts {
  const facts = use(LabContext);
  if (facts === null) throw new Error('LabContext is missing');
  return facts;
}
