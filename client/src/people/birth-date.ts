/**
 * A birth date as a person types it (05/11/1970, 5-11-1970, 05111970 or 1970-11-05) as YYYY-MM-DD; null if there
 * is no such day, if it lies ahead, or if it could be read in two ways (111970).
 */
export function parseBirthDate(typed: string, today: Date): string | null {
  const text = typed.trim();
  const dayFirst =
    /^(\d{1,2})[\s./-](\d{1,2})[\s./-](\d{4})$/.exec(text) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(text);
  const yearFirst = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const [day, month, year] = dayFirst ? dayFirst.slice(1) : (yearFirst?.slice(1).reverse() ?? []);
  if (day === undefined || month === undefined || year === undefined) return null;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const instant = new Date(`${date}T00:00:00Z`);
  const exists = !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date);
  return exists && instant <= today && Number(year) >= 1900 ? date : null;
}
