import { useState } from 'react';
import { serverNow } from '../../../network/server-clock.ts';
import type { PublishRulesInput } from '../../../schema/authority-operations.ts';
import { parseMoment } from '../moment.ts';
import { gapAfter, rulesIn } from './dcc-rule.ts';
import type { Draft } from './draft.ts';

/** What is typed before rules are published. */
export interface PublishEntries {
  nameVi: string;
  nameEn: string;
  when: string;
  from: string;
  note: string;
}

/** What is typed, what of it cannot be, until when no rule would hold, and what is sent. @param rules JSON */
export function usePublishForm({ set, code, jurisdiction }: Draft, rules: string) {
  const [typed, setTyped] = useState<PublishEntries>({
    nameVi: set?.nameVi ?? '',
    nameEn: set?.nameEn ?? '',
    when: 'now',
    from: '',
    note: '',
  });
  const { nameVi, nameEn, when, from, note } = typed;
  const validFrom = when === 'now' ? null : parseMoment(from);
  const wrong = {
    nameVi: nameVi.trim() === '',
    nameEn: nameEn.trim() === '',
    note: note.trim() === '' || note.trim().includes('\n'),
    from: when === 'later' && !(validFrom && Date.parse(validFrom) > serverNow()),
  };
  const input: PublishRulesInput = {
    ...{ code, jurisdiction, rules, validFrom },
    ...{ nameVi: nameVi.trim(), nameEn: nameEn.trim(), note: note.trim() },
  };
  return {
    typed,
    wrong,
    input,
    isRight: !Object.values(wrong).some(Boolean),
    gap: gapAfter(rulesIn(rules) ?? [], validFrom ? Date.parse(validFrom) : serverNow()),
    change: (field: keyof PublishEntries) => (value: string) =>
      setTyped((before) => ({ ...before, [field]: value })),
  };
}
