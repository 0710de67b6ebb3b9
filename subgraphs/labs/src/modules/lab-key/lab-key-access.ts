import type { LabAccess } from '@ketqua/platform';
import { registerEnumType } from 'type-graphql';

/** What a key may, as the schema names it. */
export const LabKeyAccess = {
  SUBMIT: 'SUBMIT',
  SUBMIT_AND_READ: 'SUBMIT_AND_READ',
} as const satisfies Record<LabAccess, LabAccess>;

registerEnumType(LabKeyAccess, {
  name: 'LabAccess',
  description: "What a laboratory's key may.",
  valuesConfig: {
    SUBMIT: { description: "Submit, correct and withdraw, and read the laboratory's receipts and results." },
    SUBMIT_AND_READ: { description: 'The same, and read the patients as they were reported.' },
  },
});
