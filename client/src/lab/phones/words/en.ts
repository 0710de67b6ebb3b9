import type { PhoneReportCatalogue } from './phone-report-catalogue.ts';

/** The same in English. */
export const en: PhoneReportCatalogue = {
  title: 'Wrong phones',
  lead: 'Whoever has these phones says that they are not the person tested. So nothing is sent there any more, and the person tested has not been told.',
  whatToDo:
    'Look at the request form or ask where the specimen was taken, then open the result and correct its phone. A line goes by itself once all of its specimens are corrected or withdrawn. If the phone is theirs after all, ask them to come to a help desk with their ID.',
  none: 'There is no phone to correct.',
  reportedAt: 'Reported',
  specimens: 'Specimens with this phone',
  open: (accession) => `Find the results of specimen ${accession}`,
  more: 'Show more',
};
