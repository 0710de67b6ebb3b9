import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { useEffect, useEffectEvent } from 'react';
import { useClient } from 'urql';
import { type Failure, failureOf } from './failure.ts';

/** What a page does with a live stream. */
export interface LiveHandlers<Data> {
  onEvent(data: Data): void;
  onFailure(failure: Failure): void;
}

/**
 * Follows a subscription while the component is shown. Every event reaches `onEvent`, none is merged away.
 * @param key the variables as text: another key starts another stream
 */
export function useLive<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  key: string,
  handlers: LiveHandlers<Data>,
): void {
  const client = useClient();
  const receive = useEffectEvent(handlers.onEvent);
  const fail = useEffectEvent(handlers.onFailure);
  const current = useEffectEvent(() => variables);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the variables.
  useEffect(() => {
    const { unsubscribe } = client.subscription(document, current()).subscribe(({ data, error }) => {
      if (error) fail(failureOf(error));
      else if (data) receive(data);
    });
    return unsubscribe;
  }, [client, document, key]);
}
