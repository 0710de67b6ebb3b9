import { hasRole, labOf, Permission, payloadOf } from '@ketqua/platform';
import { Arg, ID, Resolver, Root, Subscription } from 'type-graphql';
import type { LabsContext } from '../../context.js';
import type { LabSyncStatus } from '../laboratory/laboratory.entity.js';
import { labById } from '../laboratory/list-labs.service.js';
import { LabSyncChangedEvent } from './lab-sync-changed.type.js';

interface BoardArguments {
  readonly labIds?: readonly string[] | null;
  readonly after?: string | null;
}

@Resolver()
export class LabSyncChangedResolver {
  @Permission('lab.watch')
  @Subscription(() => LabSyncChangedEvent, {
    description:
      'Laboratories that turn late or silent, and those that are back. ADMIN: all, or those of `labIds`; a laboratory: itself.',
    subscribe: ({ args, context }) => watchBoard(context as LabsContext, args as BoardArguments),
  })
  labSyncChanged(
    @Root() event: LabSyncChangedEvent,
    @Arg('labIds', () => [ID], { nullable: true, description: 'Absent: all that the viewer may watch.' })
    _labIds?: string[] | null,
    @Arg('after', () => String, { nullable: true }) _after?: string | null,
  ): LabSyncChangedEvent {
    return event;
  }
}

async function* watchBoard(context: LabsContext, { labIds, after }: BoardArguments) {
  const { stream, events, signal, viewer } = context;
  const wanted = labIds && new Set(labIds.map((id) => id.toLowerCase()));
  for await (const event of stream.subscribe(['lab.sync-changed'], { after, signal })) {
    const { labId, previousStatus, status, changedAt } = payloadOf('lab.sync-changed', event);
    if (!hasRole(viewer, 'ADMIN') && labOf(viewer) !== labId) continue;
    if (wanted && !wanted.has(labId)) continue;
    const lab = await labById(context, labId);
    if (!lab) continue;
    yield Object.assign(new LabSyncChangedEvent(), {
      id: event.id,
      cursor: events.cursorAt(event.position),
      lab,
      previousStatus: previousStatus as LabSyncStatus,
      status: status as LabSyncStatus,
      changedAt: new Date(changedAt),
    });
  }
}
