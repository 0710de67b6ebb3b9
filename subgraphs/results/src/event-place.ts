import type { EventLog, LoggedEvent } from '@ketqua/platform';

/** Where an event stands, for a client to remember. */
export function placeOf(event: LoggedEvent, events: EventLog): { id: string; cursor: string } {
  return { id: event.id, cursor: events.cursorAt(event.position) };
}
