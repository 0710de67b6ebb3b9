import { useCallback, useEffect, useRef, useState } from 'react';
import { useQuery } from 'urql';
import { useLanguage } from '../language/language-provider.tsx';
import { useKeptChecked } from '../my-qr/use-kept-checked.ts';
import { type Failure, failureOf } from '../network/failure.ts';
import { useLive } from '../network/use-live.ts';
import { useRepeats } from '../network/use-repeats.ts';
import {
  PeopleDocument,
  type PeopleQuery,
  QrTokenStatusChangedDocument,
  ResultReleasedDocument,
} from '../schema/operations.ts';

/** A person on this phone, with birth date and results once opened. */
export type Person = NonNullable<NonNullable<NonNullable<PeopleQuery['me']>['citizen']>['people']>[number];

/** One result of a person. */
export type Result = Person['results']['edges'][number]['node'];

/** The people on this phone, kept fresh by the live stream. */
export interface PeopleState {
  people: Person[] | null;
  failure: Failure | null;
  /** Results that arrived while the page was open. */
  arrived: ReadonlySet<string>;
  /** How many events arrived, to announce each. */
  arrivals: number;
  /** Asks anew: after a failure, or when a person was opened. */
  reload(): void;
}

/** Loads the people on this phone, and loads them anew with each released result and each change of a QR code. */
export function usePeople(viewerId: string, eventCursor: string): PeopleState {
  const { language } = useLanguage();
  const [{ data, error }, execute] = useQuery({ query: PeopleDocument });
  const [arrived, setArrived] = useState<ReadonlySet<string>>(new Set());
  const [arrivals, setArrivals] = useState(0);
  const [after, setAfter] = useState<string | null>(eventCursor);
  const [streamFailure, setStreamFailure] = useState<Failure | null>(null);
  const isRepeat = useRepeats();
  const reload = useCallback(() => execute({ requestPolicy: 'network-only' }), [execute]);

  // A phone that slept for longer than events are kept begins anew with what there is.
  const recover = (failure: Failure) => {
    if (failure.code !== 'CURSOR_EXPIRED' || after === null) return setStreamFailure(failure);
    setAfter(null);
    reload();
  };

  // Names of diseases come in the language of the request.
  const loadedIn = useRef(language);
  useEffect(() => {
    if (loadedIn.current !== language) reload();
    loadedIn.current = language;
  }, [language, reload]);

  useLive(ResultReleasedDocument, { after }, String(after), {
    onEvent: ({ resultReleased: { id, result } }) => {
      if (isRepeat(id)) return;
      if (result) setArrived((previous) => new Set(previous).add(result.id));
      setArrivals((previous) => previous + 1);
      reload();
    },
    onFailure: (failure) => recover(failure),
  });
  useLive(QrTokenStatusChangedDocument, { after }, String(after), {
    onEvent: ({ qrTokenStatusChanged: { id } }) => {
      if (!isRepeat(id)) reload();
    },
    onFailure: (failure) => recover(failure),
  });
  useKeptChecked(viewerId, data);

  const failure = error && !data ? failureOf(error) : streamFailure;
  const people = data ? (data.me?.citizen?.people ?? []) : null;
  return { people, failure, arrived, arrivals, reload };
}
