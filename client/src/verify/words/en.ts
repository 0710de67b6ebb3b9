import type { OfficerCatalogue } from './officer-catalogue.ts';

/** The officer's words beside those of the verdict, in English. */
export const en: OfficerCatalogue = {
  checkedHere: (time) => `Checked by this phone, by what it knew at ${time}.`,
  freshness: {
    STALE: 'What this phone knows is too old: it cannot pass anybody.',
    CLOCK_BEFORE_ISSUE: "This phone's clock is wrong: it cannot pass anybody. Set the time.",
  },
  noNetwork: 'No network. You can go on: this phone checks by itself.',
  noData: 'This phone has nothing to check by yet. Open this page once with a network.',
  dataAsOf: (time) => `What it checks by is of ${time}.`,
  waiting: (count) => `${count} ${count === 1 ? 'check waits' : 'checks wait'} to be sent.`,
  offDuty: 'You have no shift at this checkpoint now.',
  offDutyNext: (time) => `Your next shift begins at ${time}.`,
  offDutyAsk: 'Ask your supervisor for a shift.',
  deskUnknown: 'Open this page with a network and sign in once. After that it works without one.',
  card: {
    scan: 'Scan the QR of the ID card to compare',
    none: 'This is not the QR of an ID card. Scan again, or compare by eye.',
    same: 'The ID card matches: same name and date of birth.',
    otherName: 'The ID card has another name.',
    otherBirth: 'The ID card has another date of birth.',
    notKept: 'Compared on this phone only, and not kept.',
  },
  alarm: {
    REPLAYED: 'This code was scanned here within the last 10 minutes. Several people may share it.',
    BAD_SIGNATURES:
      'Several forged codes in the name of one country within 10 minutes. Tell your supervisor.',
    REVOKED_KEY: 'Signed with a key that was revoked. Tell your supervisor.',
  },
  alarms: 'Alarms',
  today: 'Today',
  allPlaces: 'Watch all my checkpoints',
};
