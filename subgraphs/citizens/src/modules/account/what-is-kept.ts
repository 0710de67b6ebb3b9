import { type Locale, say, type Text } from '@ketqua/platform';
import { KeptData } from './end-account.payload.js';

const deleted: readonly Text[] = [
  {
    vi: 'Tài khoản, các vai trò và việc bạn đã mở hồ sơ của những ai.',
    en: 'The account, its roles, and whose records it had opened.',
  },
  {
    vi: 'Mọi phiên đăng nhập, thiết bị và đăng ký nhận thông báo.',
    en: 'Every session, device and subscription to notifications.',
  },
];

const kept: readonly { readonly what: Text; readonly why: Text }[] = [
  {
    what: {
      vi: 'Kết quả xét nghiệm ở phòng xét nghiệm và cơ quan y tế.',
      en: 'Test results at the laboratory and the health authority.',
    },
    why: {
      vi: 'Pháp luật buộc phòng xét nghiệm lưu hồ sơ trong thời hạn luật định. Kết thúc tài khoản chỉ kết thúc việc truy cập.',
      en: 'The law has laboratories keep their records for a term. Ending the account ends access, not the record.',
    },
  },
  {
    what: {
      vi: 'Số điện thoại mà phòng xét nghiệm đã ghi cùng kết quả.',
      en: 'The phone number that a laboratory noted with a result.',
    },
    why: {
      vi: 'Nó thuộc hồ sơ của phòng xét nghiệm: số này vẫn có thể nhận tin báo có kết quả mới. Nếu số không phải của bạn, hãy báo cho phòng xét nghiệm.',
      en: "It belongs to the laboratory's record: this number may still be texted that something waits. Where it is not yours, tell the laboratory.",
    },
  },
  {
    what: {
      vi: 'Mã QR đã cấp và nhật ký ai đã mở hồ sơ.',
      en: 'Issued QR codes, and the log of who opened the record.',
    },
    why: {
      vi: 'Mã QR có giá trị đến khi hết hạn và phải thu hồi được; nhật ký được giữ hai năm để kiểm tra.',
      en: 'A QR code is valid until it expires, and must be revocable; the log is kept for two years, for inspection.',
    },
  },
  {
    what: {
      vi: 'Các lần yêu cầu mã đăng nhập gần đây, được mã hóa.',
      en: 'Recent requests for a sign-in code, encrypted.',
    },
    why: {
      vi: 'Để chống dò mã; chúng bị xóa sau 72 giờ.',
      en: 'Against guessing of codes; they are deleted after 72 hours.',
    },
  },
];

/** What goes with an account, and what stays and why, for its holder. */
export function whatIsKept(locale: Locale): { deleted: string[]; kept: KeptData[] } {
  return {
    deleted: deleted.map((text) => say(locale, text)),
    kept: kept.map(({ what, why }) =>
      Object.assign(new KeptData(), { what: say(locale, what), why: say(locale, why) }),
    ),
  };
}
