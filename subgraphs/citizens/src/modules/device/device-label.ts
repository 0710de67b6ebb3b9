/** Programs by a word in what they call themselves: the first that fits, for most name others, too. */
const programs: readonly (readonly [RegExp, string])[] = [
  [/ketqua/i, 'Ketqua CLI'],
  [/\bZalo\b/i, 'Zalo'],
  [/coc_coc_browser/i, 'Cốc Cốc'],
  [/SamsungBrowser/, 'Samsung Internet'],
  [/\b(Edg|EdgA|EdgiOS)\//, 'Edge'],
  [/\b(OPR|OPiOS|OPX)\//, 'Opera'],
  [/\b(UCBrowser|UCWEB)/, 'UC Browser'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|Chromium|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];

const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'Mac'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

/**
 * A device in a few plain words, as 'Chrome, Android'; empty where its `User-Agent` says nothing that is known. None
 * of its own words are taken over: what is shown is from the lists above alone.
 */
export function deviceLabel(agent: string | undefined): string {
  const named = [programs, systems].map((list) => list.find(([word]) => word.test(agent ?? ''))?.[1]);
  return named.filter((name) => name !== undefined).join(', ');
}
