import { type JobQueue, type Locale, type Logger, type Orm, say, type Text } from '@ketqua/platform';
import { PhoneNetworkError } from '../phone-network/phone-verifier.js';
import type { TextSender } from '../phone-network/text-sender.js';
import { recipientOf } from './recipient-of.js';

/** The job's name. */
export const sendLabMessage = 'send-lab-message';

/** What the job is given: the phone's blind index, base64url, and what is to be said. */
export interface SendLabMessage {
  readonly phoneIndex: string;
  readonly labCode: string;
  readonly status: 'ON_TIME' | 'LATE' | 'SILENT';
  /** When the laboratory was last heard of, ISO 8601. */
  readonly heardAt: string;
  readonly timeZone: string;
  readonly locale: Locale;
}

/** Declares the job that tells a laboratory's contact that it fell behind, or is back. */
export async function workOnLabMessages(
  jobs: JobQueue,
  parts: { orm: Orm; sender: TextSender; log: Logger },
): Promise<void> {
  const settings = { retryLimit: 5, retryDelay: 10, expireInSeconds: 60 };
  await jobs.work<SendLabMessage>(sendLabMessage, settings, async (message) => {
    try {
      await send(parts, message);
    } finally {
      jobs.hurry(sendLabMessage);
    }
  });
}

async function send(
  { orm, sender, log }: { orm: Orm; sender: TextSender; log: Logger },
  message: SendLabMessage,
): Promise<void> {
  const recipient = await recipientOf(orm, Buffer.from(message.phoneIndex, 'base64url'));
  if (!recipient) return;
  try {
    await sender.send(recipient.phone, labMessage(message));
  } catch (error) {
    log.error({ error }, "a laboratory's contact could not be texted");
    const isHopeless = error instanceof PhoneNetworkError && error.code === 'REFUSED';
    if (!isHopeless) throw error;
  }
}

/** What a contact reads: the laboratory's code, since when, what to do. */
export function labMessage({ labCode, status, heardAt, timeZone, locale }: SendLabMessage): string {
  const since = writtenTime(heardAt, timeZone);
  const texts: Record<SendLabMessage['status'], Text> = {
    LATE: {
      vi: `Ketqua: phòng xét nghiệm ${labCode} đã trễ hạn gửi dữ liệu. Lần cuối nhận được: ${since}. Hãy gửi ngay, hoặc báo không có gì để gửi.`,
      en: `Ketqua: laboratory ${labCode} is late. Last heard of: ${since}. Please send your data now, or report that there is nothing to send.`,
    },
    SILENT: {
      vi: `Ketqua: phòng xét nghiệm ${labCode} đã ngừng gửi dữ liệu. Lần cuối nhận được: ${since}. Hãy kiểm tra máy và đường truyền, gửi bù, rồi gọi cơ quan quản lý nếu chưa được.`,
      en: `Ketqua: laboratory ${labCode} has fallen silent. Last heard of: ${since}. Please check your system and connection, send what is missing, and call the authority if you cannot.`,
    },
    ON_TIME: {
      vi: `Ketqua: đã nhận lại dữ liệu của phòng xét nghiệm ${labCode} lúc ${since}. Không cần làm gì thêm.`,
      en: `Ketqua: laboratory ${labCode} is heard of again since ${since}. There is nothing more to do.`,
    },
  };
  return say(locale, texts[status]);
}

/** As 08:30 24/11, which reads the same in both languages. */
function writtenTime(moment: string, timeZone: string): string {
  const twoDigits = '2-digit' as const;
  const options = { day: twoDigits, month: twoDigits, hour: twoDigits, minute: twoDigits };
  const format = new Intl.DateTimeFormat('en-GB', { ...options, hourCycle: 'h23', timeZone });
  const parts = new Map(format.formatToParts(new Date(moment)).map(({ type, value }) => [type, value]));
  return `${parts.get('hour')}:${parts.get('minute')} ${parts.get('day')}/${parts.get('month')}`;
}
