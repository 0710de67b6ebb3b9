import type { HelpDeskCatalogue } from './help-desk-catalogue.ts';

/** Every sentence of the help desk in English. */
export const en: HelpDeskCatalogue = {
  title: 'Help desk',
  noRole: 'This phone number has not been given the role of a help desk.',
  noRoleNext: 'Ask your supervisor for it, then sign in again.',
  find: {
    title: 'Find the person at the counter',
    lead: 'Compare the photo on the document with the person at the counter, then enter what the document and the laboratory’s slip say.',
    fullName: 'Full name, with diacritics',
    dateOfBirth: 'Birth date',
    dateOfBirthInvalid: 'This date is not right. Type day, month and year, for example 05/11/1970.',
    accessionNumber: 'Specimen number on the laboratory’s slip',
    nationalId: 'Number of the ID card or passport',
    eitherMissing: 'Enter the specimen number or the number of the document.',
    fullNameMissing: 'Enter the full name.',
    send: 'Find',
    none: 'Nobody was found. Everything must be as the laboratory recorded it. Look at the slip again; where the laboratory is wrong, only the laboratory can correct it.',
  },
  hand: {
    title: (name) => `A code for ${name}`,
    born: (date) => `Born ${date}`,
    locked: 'Too many wrong tries have locked this person. The code unlocks them.',
    document: 'Document that was compared',
    documents: {
      NATIONAL_ID: 'ID card',
      PASSPORT: 'Passport',
      BIRTH_CERTIFICATE: 'Birth certificate, with the ID of a parent',
      OTHER: 'Another document with a photo',
    },
    phone: 'Phone number that will be used',
    phoneHint: 'Only where no laboratory has this number: it will be able to receive sign-in codes.',
    send: 'Document compared: hand out a code',
    back: 'Somebody else',
  },
  code: {
    title: 'The code',
    lead: (name) => `Give this code to ${name}. It is shown once and works once.`,
    until: (time) => `It can be used until ${time}.`,
    how: 'Open the Ketqua page, sign in with any phone number, choose “I have a code from the help desk”, and type it.',
    print: 'Print',
    next: 'Done, next person',
  },
  report: {
    title: 'Report a lost number',
    lead: 'Closes whatever was opened from a number that its owner no longer has. Check the document first.',
    phone: 'Phone number',
    send: 'Close this number',
    done: 'Closed. What was opened from this number can no longer be read there.',
  },
};
