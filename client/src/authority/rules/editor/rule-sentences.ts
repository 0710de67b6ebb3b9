import type { Choices, Part, Span } from './choices.ts';

/** What an officer reads, in both languages. */
export interface Sentence {
  readonly vi: string;
  readonly en: string;
}

const units = {
  hour: { vi: 'giờ', en: (count: number) => (count === 1 ? 'hour' : 'hours') },
  day: { vi: 'ngày', en: (count: number) => (count === 1 ? 'day' : 'days') },
};

/** The sentence that the choices make of a part. */
export function sentenceOf(choices: Choices, part: Part): Sentence {
  if (part === 'outcome') {
    return {
      vi: 'Kết quả xét nghiệm COVID-19 phải là không phát hiện.',
      en: 'The COVID-19 test result must be not detected.',
    };
  }
  const sentence = part === 'kind' ? ofKind(choices) : ofTime(choices);
  const { exemptUnder } = choices;
  if (exemptUnder === null) return sentence;
  return {
    vi: `${sentence.vi} Trẻ dưới ${exemptUnder} tuổi được miễn.`,
    en: `${sentence.en} Children under ${exemptUnder} are exempt.`,
  };
}

function ofKind({ pcr }: Choices): Sentence {
  return pcr
    ? { vi: 'Phải là xét nghiệm PCR.', en: 'It must be a PCR test.' }
    : { vi: 'Phải là xét nghiệm kháng nguyên.', en: 'It must be an antigen test.' };
}

function ofTime(choices: Choices): Sentence {
  const { vi, en } = spanOf(choices);
  return choices.clock === 'COLLECTION'
    ? {
        vi: `Mẫu phải được lấy trong vòng ${vi} trước khi kiểm tra.`,
        en: `The specimen must have been collected within the ${en} before the check.`,
      }
    : {
        vi: `Kết quả phải có trong vòng ${vi} trước khi kiểm tra.`,
        en: `The result must have been established within the ${en} before the check.`,
      };
}

function spanOf({ pcr, antigen }: Choices): Sentence {
  const say = ({ count, unit }: Span): Sentence => ({
    vi: `${count} ${units[unit].vi}`,
    en: `${count} ${units[unit].en(count)}`,
  });
  if (pcr && antigen && (pcr.count !== antigen.count || pcr.unit !== antigen.unit)) {
    const [long, short] = [say(pcr), say(antigen)];
    return {
      vi: `${long.vi} (PCR) hoặc ${short.vi} (kháng nguyên)`,
      en: `${long.en} (PCR) or ${short.en} (antigen)`,
    };
  }
  return say((pcr ?? antigen)!);
}
