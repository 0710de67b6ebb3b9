/**
 * A phone number as a person types it, in E.164; null if it cannot be one. A leading 0 is Vietnam's trunk
 * prefix; 00 and + begin an international number.
 */
export function toE164(typed: string): string | null {
  const compact = typed.replace(/[\s.()-]/g, '');
  const international = compact
    .replace(/^00/, '+')
    .replace(/^0/, '+84')
    .replace(/^84(?=\d{9}$)/, '+84');
  return /^\+[1-9]\d{7,14}$/.test(international) ? international : null;
}
