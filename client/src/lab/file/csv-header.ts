const separators = [',', ';', '\t'];

/** The names of a CSV file's columns: its first line that is not blank, with whatever separates it most. */
export function csvHeader(text: string): string[] {
  const line = /^.*\S.*$/m.exec(text.slice(0, 100_000))?.[0] ?? '';
  const [separator = ','] = separators.toSorted(
    (one, other) => line.split(other).length - line.split(one).length,
  );
  const names: string[] = [];
  let name = '';
  let isQuoted = false;
  for (const letter of line.replace(/\r$/, '')) {
    if (letter === '"') isQuoted = !isQuoted;
    else if (letter === separator && !isQuoted) {
      names.push(name.trim());
      name = '';
    } else name += letter;
  }
  return [...names, name.trim()].filter((written) => written !== '');
}
