/**
 * A birth date as a person types it (05/11/1970, 5-11-1970, 05111970 or 1970-11-05) as YYYY-MM-DD; 11/1970 and 1970
 * where no more is on record, as YYYY-MM and YYYY. Null if there is no such day, if it lies ahead, or if it could be
 * read in two ways (111970).
 */
export function parseBirthDate(typed: string, today: Date): string | null {
  const text = typed.trim();
  const dayFirst =
    /^(?:(?:(\d{1,2})[\s./-])?(\d{1,2})[\s./-])?(\d{4})$/.exec(text) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(text);
  const yearFirst = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(text);
  const [day, month, year] = dayFirst ? dayFirst.slice(1) : (yearFirst?.slice(1).reverse() ?? []);
  if (year === undefined) return null;
  const date = [year, month, day]
    .filter((part) => part !== undefined)
    .map((part) => part.padStart(2, '0'))
    .join('-');
  const instant = new Date(`${date}${'-01-01'.slice(date.length - 4)}T00:00:00Z`);
  const exists = !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date);
  return exists && instant <= today && Number(year) >= 1900 ? date : null;
}
