import { registerEnumType } from 'type-graphql';

/** What a citizen says is wrong. */
export enum DisputeKind {
  NOT_MINE = 'NOT_MINE',
  WRONG_OUTCOME = 'WRONG_OUTCOME',
  WRONG_DETAILS = 'WRONG_DETAILS',
  OTHER = 'OTHER',
}
registerEnumType(DisputeKind, {
  name: 'DisputeKind',
  description: 'What a citizen says is wrong with a result.',
});

/** How far a dispute is. */
export enum DisputeState {
  OPEN = 'OPEN',
  NEEDS_TIME = 'NEEDS_TIME',
  UPHELD = 'UPHELD',
  REJECTED = 'REJECTED',
  RESOLVED = 'RESOLVED',
  WITHDRAWN = 'WITHDRAWN',
}
registerEnumType(DisputeState, {
  name: 'DisputeState',
  description:
    'OPEN: it waits for an answer. NEEDS_TIME: it is looked into, with a later deadline. UPHELD: it is right, and the laboratory has still to correct or withdraw the result. RESOLVED: the result was corrected or withdrawn. REJECTED: the result stands. WITHDRAWN: the citizen took it back.',
});

/** What a laboratory or the authority answers. */
export enum DisputeDecision {
  UPHELD = 'UPHELD',
  REJECTED = 'REJECTED',
  NEEDS_TIME = 'NEEDS_TIME',
}
registerEnumType(DisputeDecision, {
  name: 'DisputeDecision',
  description:
    'UPHELD changes no result: the laboratory corrects or withdraws it, and that ends the dispute. NEEDS_TIME moves the deadline, once.',
});

/** What happened in the course of a dispute. */
export enum DisputeStepKind {
  OPENED = 'OPENED',
  NEEDS_TIME = 'NEEDS_TIME',
  OVERDUE = 'OVERDUE',
  UPHELD = 'UPHELD',
  REJECTED = 'REJECTED',
  RESULT_CORRECTED = 'RESULT_CORRECTED',
  RESULT_WITHDRAWN = 'RESULT_WITHDRAWN',
  WITHDRAWN = 'WITHDRAWN',
}
registerEnumType(DisputeStepKind, {
  name: 'DisputeStepKind',
  description:
    'What happened. OVERDUE: the deadline passed without an answer, or without the change that was promised.',
});

/** Who did it, as an organisation. */
export enum DisputeParty {
  CITIZEN = 'CITIZEN',
  LABORATORY = 'LABORATORY',
  AUTHORITY = 'AUTHORITY',
}
registerEnumType(DisputeParty, {
  name: 'DisputeParty',
  description: 'Who acted in a dispute; never a name.',
});

const { OPEN, NEEDS_TIME, UPHELD, REJECTED, RESOLVED, WITHDRAWN } = DisputeState;

/**
 * The one transition table of a dispute: from a state to those that may follow. RESOLVED follows from a later version
 * of the result alone. Whoever asked for time once must decide the next time.
 */
const transitions: Readonly<Record<DisputeState, readonly DisputeState[]>> = {
  [OPEN]: [NEEDS_TIME, UPHELD, REJECTED, RESOLVED, WITHDRAWN],
  [NEEDS_TIME]: [UPHELD, REJECTED, RESOLVED, WITHDRAWN],
  [UPHELD]: [RESOLVED, WITHDRAWN],
  [REJECTED]: [],
  [RESOLVED]: [],
  [WITHDRAWN]: [],
};

/** Whether a dispute in state `from` may become `to`. */
export function mayBecome(from: DisputeState, to: DisputeState): boolean {
  return transitions[from].includes(to);
}

/** Whether nothing more can come of it: its result is held for it no longer. */
export function isClosed(state: DisputeState): boolean {
  return transitions[state].length === 0;
}

/** The states from which a later version of the result ends a dispute. */
export const resolvableStates: readonly DisputeState[] = Object.values(DisputeState).filter((state) =>
  mayBecome(state, RESOLVED),
);
