import type { LabDisputeCatalogue } from './lab-dispute-catalogue.ts';

/** The same in English. */
export const en: LabDisputeCatalogue = {
  title: 'Disputes by citizens',
  lead: 'Agreeing changes no result yet: open the result and correct or withdraw it, and the dispute ends by itself.',
  show: 'Show',
  open: 'In course',
  all: 'All',
  none: 'There is no dispute.',
  arrived: 'The list of disputes has just changed.',
  of: (accession: string) => `Specimen ${accession}`,
  openedAt: (time: string) => `Sent ${time}`,
  openResult: 'Open the result to correct or withdraw it',
  answer: 'Answer',
  decision: 'Decision',
  decisionMissing: 'Choose one.',
  decisionOf: {
    UPHELD: 'Agreed: the result will be corrected or withdrawn',
    REJECTED: 'Not agreed: the result stands',
    NEEDS_TIME: 'More time is needed (once)',
  },
  note: 'Message to the citizen',
  noteHint: 'The citizen reads it. Nothing of other people. Not agreeing needs a reason.',
  noteMissing: 'Give the citizen a reason.',
  send: 'Send the answer',
  leave: 'Leave it',
  sent: 'The answer was sent.',
  more: 'Show more',
};
