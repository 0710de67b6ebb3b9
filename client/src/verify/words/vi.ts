/** The officer's words beside those of the verdict, in Vietnamese: the shape of every catalogue. */
export const vi = {
  checkedHere: (time: string) => `Máy này tự kiểm tra, theo dữ liệu lúc ${time}.`,
  freshness: {
    STALE: 'Dữ liệu trên máy đã quá cũ: không thể kết luận đạt.',
    CLOCK_BEFORE_ISSUE: 'Đồng hồ của máy sai: không thể kết luận đạt. Hãy chỉnh lại giờ.',
  },
  noNetwork: 'Không có mạng. Vẫn quét được: máy này tự kiểm tra.',
  noData: 'Máy này chưa có dữ liệu để tự kiểm tra. Hãy mở trang một lần khi có mạng.',
  dataAsOf: (time: string) => `Dữ liệu kiểm tra lúc ${time}.`,
  waiting: (count: number) => `${count} lượt kiểm tra chờ gửi.`,
  offDuty: 'Bạn không trong ca trực ở chốt này.',
  offDutyNext: (time: string) => `Ca tiếp theo của bạn bắt đầu lúc ${time}.`,
  offDutyAsk: 'Hãy nhờ người quản lý xếp ca.',
  deskUnknown: 'Hãy mở trang này khi có mạng và đăng nhập một lần. Sau đó trang dùng được cả khi mất mạng.',
  card: {
    scan: 'Quét mã QR trên căn cước để đối chiếu',
    none: 'Đây không phải mã QR của căn cước. Hãy quét lại, hoặc đối chiếu bằng mắt.',
    same: 'Căn cước khớp: cùng họ tên và ngày sinh.',
    otherName: 'Căn cước ghi họ tên khác.',
    otherBirth: 'Căn cước ghi ngày sinh khác.',
    notKept: 'Chỉ so trên máy này, không lưu.',
  },
  alarm: {
    REPLAYED: 'Mã này vừa được quét tại đây trong 10 phút qua. Có thể nhiều người dùng chung một mã.',
    BAD_SIGNATURES: 'Nhiều mã giả mang tên cùng một nước trong 10 phút qua. Hãy báo người quản lý.',
    REVOKED_KEY: 'Mã ký bằng khóa đã bị thu hồi. Hãy báo người quản lý.',
  },
  alarms: 'Cảnh báo',
  today: 'Hôm nay',
  allPlaces: 'Theo dõi tất cả các chốt của tôi',
};
