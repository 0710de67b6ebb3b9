/** Every sentence of the signing keys' page in Vietnamese, the shape of its catalogues. */
export const vi = {
  title: 'Khóa ký mã QR',
  lead: 'Mỗi mã QR được ký bằng một khóa. Nơi kiểm tra tin khóa nào thì tin mã ký bằng khóa đó.',
  states: {
    WAITING: 'Đã công bố, chưa ký',
    SIGNING: 'Đang ký',
    VERIFYING: 'Không ký nữa, mã đã ký vẫn tốt',
    EXPIRED: 'Hết hạn',
    REVOKED: 'Đã thu hồi, mã đã ký không còn tốt',
  },
  state: 'Tình trạng',
  algorithm: 'Thuật toán',
  vault: 'Nơi giữ khóa',
  signs: 'Ký',
  between: (from: string, until: string) => `${from} đến ${until}`,
  from: (time: string) => `từ ${time}`,
  believedUntil: 'Được tin đến',
  revoked: 'Thu hồi',
  reasonAt: (time: string, reason: string) => `${time}: ${reason}`,
  rotate: 'Tạo khóa mới',
  rotateLead:
    'Khóa mới được công bố ngay và thay khóa đang ký vào lúc bạn chọn. Mã đã ký vẫn tốt, việc cấp mã không dừng.',
  when: 'Khóa mới ký từ',
  whens: { later: '25 giờ nữa: mọi nơi kiểm tra đã biết khóa', now: 'ngay bây giờ' },
  nowHint:
    'Nơi kiểm tra không có mạng chưa biết khóa mới sẽ thấy "chưa rõ" cho đến khi tải bản tin cậy kế tiếp.',
  rotateButton: 'Tạo khóa',
  rotated: (kid: string, time: string) => `Khóa ${kid} đã được tạo, ký từ ${time}.`,
  revoke: 'Thu hồi',
  revokeOne: (kid: string) => `Thu hồi khóa ${kid}`,
  revokeLead:
    'Mọi mã QR ký bằng khóa này bị từ chối ở mọi nơi trong 5 giây, và người giữ mã được báo để xin mã mới. Không thể lấy lại.',
  reason: 'Lý do',
  reasonHint: 'Lưu cùng khóa. Không ghi thông tin của người nào.',
  reasonMissing: 'Ghi lý do.',
  revokeButton: 'Thu hồi khóa này',
  revokedDone: (kid: string) => `Khóa ${kid} đã bị thu hồi.`,
  stepUp: (maskedPhone: string) =>
    `Trước khi thay đổi khóa, hãy xác nhận lại số ${maskedPhone} bằng một mã mới.`,
  back: 'Quay lại danh sách khóa',
};
