import { useEffect } from 'react';
import { serverNow } from '../network/server-clock.ts';
import type { PeopleQuery } from '../schema/operations.ts';
import { changePasses } from './kept-passes.ts';
import { checked } from './pass.ts';

/** Brings the codes that are kept on this device up to date with each answer of the platform. */
export function useKeptChecked(viewerId: string, data: PeopleQuery | undefined): void {
  useEffect(() => {
    if (!data?.me) return;
    const people = data.me.citizen?.people ?? [];
    const checkedAt = new Date(serverNow()).toISOString();
    void changePasses((passes) =>
      checked(
        passes.filter((pass) => pass.viewerId === viewerId),
        people,
        checkedAt,
      ),
    );
  }, [viewerId, data]);
}
