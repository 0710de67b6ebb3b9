import type { AccountCatalogue } from './account-catalogue.ts';

/** The sentences about an account in English. */
export const en: AccountCatalogue = {
  title: 'Account',
  signedInAs: (maskedPhone) => `Signed in with ${maskedPhone}.`,
  back: 'Back to results',
  devices: {
    title: 'Where you are signed in',
    lead: 'If you do not recognise a device, sign it out. That is in force at once.',
    unknown: 'A device that did not say its name',
    current: 'This device',
    began: (time) => `Signed in at ${time}`,
    used: (time) => `Last used at ${time}`,
    notified: 'Gets notifications',
    end: 'Sign this device out',
    ended: 'That device is signed out.',
    endAll: 'Sign out on every device',
  },
  language: {
    title: 'Language',
    label: 'The language of the page, texts and notifications',
    saved: 'The language is saved.',
  },
  push: {
    title: 'Notifications on this device',
    lead: 'When there is something new, this device shows “You have a new message”, and says no more. You are texted all the same.',
    turnOn: 'Turn notifications on',
    turnOff: 'Turn notifications off',
    isOn: 'Notifications are on, on this device.',
    denied: "The browser blocks this page's notifications. Allow them in the browser's settings.",
    unsupported: 'This browser cannot be notified. You will be texted all the same.',
    offer: 'Tell you on this device when there is something new?',
    notNow: 'No, thank you',
  },
  end: {
    title: 'End the account',
    lead: 'You will not be able to open any result here any more, on any device.',
    goes: 'Deleted: the account, every session and device, and whose records you had opened.',
    stays:
      'Kept: results at the laboratory and the health authority, for their legal term; the phone number that a laboratory noted may still be texted.',
    again: 'If you sign in again, you have a new account, and have to prove anew who you are.',
    begin: 'I want to end my account',
    confirmTitle: 'Really end the account?',
    confirm: 'End the account',
    cancel: 'Keep the account',
    doneTitle: 'The account has ended',
    deleted: 'Deleted',
    kept: 'Kept, and why',
    leave: 'Close',
  },
};
