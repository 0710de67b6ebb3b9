/** Other ways to a code, in Vietnamese. Shown to everybody alike: it tells nothing of a phone. */
export const vi = {
  title: 'Không nhận được mã?',
  wait: 'Tin nhắn có thể đến chậm vài phút khi mạng đông. Kiểm tra cả mục tin nhắn rác.',
  call: 'Gọi cho tôi đọc mã',
  callHint: 'Mã trong tin nhắn trước sẽ không còn dùng được.',
  helpDesk:
    'Nếu vẫn không có mã, hãy hỏi nơi lấy mẫu xem họ đã ghi số nào, hoặc đến quầy hỗ trợ với giấy tờ tùy thân.',
};
