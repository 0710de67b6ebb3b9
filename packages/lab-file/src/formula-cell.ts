// OWASP, "CSV Injection": what makes a spreadsheet take a cell for a formula, full-width forms included.
const formulaStart = /^'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const escapedStart = /^'+[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

/**
 * Makes a text safe for a spreadsheet: one that would be run as a formula gets a leading apostrophe, which a
 * spreadsheet takes for "this is text". Undone by {@link unescapeCell}, for every text.
 */
export function escapeCell(text: string): string {
  return formulaStart.test(text) ? `'${text}` : text;
}

/** Takes off the apostrophe that {@link escapeCell} put before a text; any other text stays as it is. */
export function unescapeCell(text: string): string {
  return escapedStart.test(text) ? text.slice(1) : text;
}
