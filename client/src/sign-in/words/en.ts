import type { OtherWaysCatalogue } from './other-ways-catalogue.ts';

/** Other ways to a code, in English. */
export const en: OtherWaysCatalogue = {
  title: 'No code?',
  wait: 'A text can take some minutes while the network is busy. Look among the blocked messages, too.',
  call: 'Call me and read the code',
  callHint: 'The code of the earlier text will not work any more.',
  helpDesk:
    'If there is still no code, ask where your sample was taken which number they noted, or come to a help desk with your ID.',
};
