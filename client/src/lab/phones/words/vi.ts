/** What the laboratory's page says of wrong phones in Vietnamese, and the shape of the catalogue. */
export const vi = {
  title: 'Số điện thoại sai',
  lead: 'Người đang dùng những số này báo rằng họ không phải người được xét nghiệm. Vì thế số đó không nhận được gì nữa, và người được xét nghiệm chưa được báo.',
  whatToDo:
    'Xem lại phiếu lấy mẫu hoặc hỏi nơi lấy mẫu, rồi mở kết quả, đính chính số điện thoại. Sửa hoặc rút hết các mẫu thì dòng này tự mất. Nếu số đúng là của người đó, hãy mời họ mang giấy tờ đến quầy hỗ trợ.',
  none: 'Không có số điện thoại nào cần sửa.',
  reportedAt: 'Báo lúc',
  specimens: 'Mẫu có số điện thoại này',
  open: (accession: string) => `Tìm kết quả của mẫu ${accession}`,
  more: 'Xem thêm',
};
