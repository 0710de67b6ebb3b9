import type { Language } from './console/console.js';
import { type ExitName, exitCodes, exitMeanings } from './console/exit-code.js';

/** What `--help` says. */
export function usageIn(language: Language): string {
  const codes = (Object.entries(exitCodes) as [ExitName, number][])
    .map(([name, code]) => `  ${code}  ${exitMeanings[name][language]}`)
    .join('\n');
  return texts[language].replace('EXIT_CODES', codes);
}

const texts = {
  en: `ketqua COMMAND

  submit FILE…     sends files of results: CSV, HL7 v2 or FHIR R4
    --format csv|hl7v2|fhir   instead of telling by the content
    --time-zone Z  --date-format F  --country CC   how the file writes things; else the laboratory's defaults
    --dry-run      looks at the files, stores nothing
    --json         one JSON object a file on standard output, and nothing else
    --receipts FOLDER   where receipts go; else beside the file
    --retry-for SECONDS   how long to go on trying when the platform cannot be reached (120)
    --anew         has a file that was sent before judged again; what is stored is not stored twice
    --resume       goes on with what an earlier run left unfinished, all or the named FILEs

  watch FOLDER     sends what arrives, and moves it to sent/ or failed/ beside its receipt
    --format --time-zone --date-format --country   as above
    --interval SECONDS    between two looks (5)
    --settle SECONDS      how long a file must have been still (5)
    --heartbeat MINUTES   reports that there is nothing to submit when nothing arrived for so long (50; 0: never)
    --once         sends what is there, then ends

  status           the laboratory, whether it is on time, its last submissions, what is unfinished  [--json]
  template         prints an example to begin with  [--format csv|hl7v2|fhir]
  demo             plays the eight steps against the platform of this machine, in development

  verify [FILE…]   judges health certificates of any issuer: a JSON verdict a line, in their order
                   FILE is a PNG, or QR texts a line; without it, texts from standard input. No network is used
    --keys FILE    the keys to trust: certificates in PEM or DER, a JSON array of them, or a JWK set with x5c
    --at TIME      the moment to judge at, with its offset; else now
    --rules FILE   DCC rules in JSON, one or an array
    --json-lines   lines are {"qr": text, "keys": [certificates, DER in base64], "at": time}

  keys list        the keys that certificates are signed with, and the lists of others that are believed  [--json]
  keys rotate      makes a key that takes over in 25 hours  [--signs-from TIME|now]
  keys revoke KID --reason TEXT    refuses a key and exactly its certificates, everywhere within 5 s
  keys import FILE --source NAME --format DCC|GDHCN|JWKS|PEM|DCC_REVOCATIONS   the keys of others, or what they revoked
    --signed-by KEY    refuses a list that this key did not sign: a PEM file (DCC), or a thumbprint (JWKS)
  keys remove --source NAME    believes the keys of a list no longer
  keys export --out FOLDER     certificates in DER, a signed JWKS, and revocations in the DCC format  [--hash-type UCI]
  keys root        the thumbprint of the root key of trust bundles, to be pinned
                   Signs in as KETQUA_ADMIN_PHONE or --phone, and asks for the code; or takes KETQUA_ACCESS_TOKEN

A laboratory's key comes from KETQUA_LAB_KEY, or from the file that KETQUA_LAB_KEY_FILE or --key-file FILE names and that only
you can read; never from an argument. The platform: --url or KETQUA_URL (http://127.0.0.1:4000); --insecure-http
allows http to another machine. --lang vi|en, else LANG. Unfinished files are remembered in KETQUA_STATE_FOLDER
(~/.local/state/ketqua).

Exit codes
EXIT_CODES
`,
  vi: `ketqua LỆNH

  submit FILE…     gửi tệp kết quả: CSV, HL7 v2 hoặc FHIR R4
    --format csv|hl7v2|fhir   thay cho việc tự nhận dạng
    --time-zone Z  --date-format F  --country CC   cách tệp ghi giờ, ngày, số điện thoại; nếu không, theo mặc định đã lưu
    --dry-run      chỉ kiểm tra, không lưu gì
    --json         mỗi tệp một đối tượng JSON ở đầu ra chuẩn, không gì khác
    --receipts FOLDER   nơi lưu biên nhận; nếu không, cạnh tệp
    --retry-for GIÂY    thử lại trong bao lâu khi không kết nối được (120)
    --anew         xét lại tệp đã gửi; kết quả đã lưu không bị lưu hai lần
    --resume       gửi tiếp những gì lần trước còn dở, tất cả hoặc các FILE nêu tên

  watch FOLDER     gửi tệp mới đến, rồi chuyển vào sent/ hoặc failed/ cạnh biên nhận
    --format --time-zone --date-format --country   như trên
    --interval GIÂY     giữa hai lần xem (5)
    --settle GIÂY       tệp phải đứng yên bao lâu (5)
    --heartbeat PHÚT    báo "không có gì để gửi" khi không có tệp nào trong bấy lâu (50; 0: không báo)
    --once         gửi những gì đang có rồi kết thúc

  status           phòng xét nghiệm, có đúng hạn không, các lần gửi gần đây, việc còn dở  [--json]
  template         in một tệp mẫu  [--format csv|hl7v2|fhir]
  demo             chạy thử tám bước với hệ thống trên máy này, khi phát triển

  verify [FILE…]   xét chứng nhận của mọi nơi cấp: mỗi dòng một kết luận JSON, theo đúng thứ tự
                   FILE là ảnh PNG, hoặc mỗi dòng một văn bản QR; nếu không, đọc từ đầu vào chuẩn. Không dùng mạng
    --keys FILE    các khóa tin cậy: chứng thư PEM hoặc DER, mảng JSON của chúng, hoặc tập JWK có x5c
    --at GIỜ       thời điểm xét, kèm múi giờ; nếu không, bây giờ
    --rules FILE   quy tắc DCC dạng JSON, một hoặc một mảng
    --json-lines   mỗi dòng là {"qr": văn bản, "keys": [chứng thư, DER trong base64], "at": thời điểm}

  keys list        các khóa ký chứng nhận, và các danh sách khóa khác được tin cậy  [--json]
  keys rotate      tạo khóa sẽ thay khóa đang ký sau 25 giờ  [--signs-from GIỜ|now]
  keys revoke KID --reason LÝ_DO    thu hồi một khóa và đúng các chứng nhận của nó, mọi nơi trong 5 giây
  keys import FILE --source TÊN --format DCC|GDHCN|JWKS|PEM|DCC_REVOCATIONS   khóa của cơ quan khác, hoặc chứng nhận họ đã thu hồi
    --signed-by KHÓA    từ chối danh sách không do khóa này ký: tệp PEM (DCC), hoặc dấu vân tay (JWKS)
  keys remove --source TÊN    không tin cậy các khóa của một danh sách nữa
  keys export --out FOLDER     chứng thư DER, JWKS có chữ ký, và danh sách thu hồi dạng DCC  [--hash-type UCI]
  keys root        dấu vân tay khóa gốc của gói tin cậy, để ghim
                   Đăng nhập bằng KETQUA_ADMIN_PHONE hoặc --phone rồi hỏi mã; hoặc dùng KETQUA_ACCESS_TOKEN

Khóa của phòng xét nghiệm lấy từ KETQUA_LAB_KEY, hoặc từ tệp do KETQUA_LAB_KEY_FILE hay --key-file FILE chỉ ra mà chỉ bạn đọc được; không
bao giờ từ tham số. Địa chỉ hệ thống: --url hoặc KETQUA_URL (http://127.0.0.1:4000); --insecure-http cho phép http tới
máy khác. --lang vi|en, nếu không theo LANG. Việc còn dở được ghi ở KETQUA_STATE_FOLDER (~/.local/state/ketqua).

Mã kết thúc
EXIT_CODES
`,
} as const;
