/** The leaves of TestResultInput, in the order of the template: the columns of the preview. */
export const leafPaths = [
  'accessionNumber',
  'patient.fullName',
  'patient.familyName',
  'patient.givenNames',
  'patient.dateOfBirth',
  'patient.sex',
  'patient.nationalId',
  'patient.phone',
  'test.code',
  'test.method',
  'outcome',
  'specimenCollectedAt',
  'resultedAt',
  'status',
  'test.deviceId',
  'test.name',
  'test.subId',
  'disease',
  'specimen.kind',
  'specimen.purpose',
  'run.id',
  'run.instrument',
  'run.kitLot',
] as const;

/** The path of a leaf of TestResultInput. */
export type LeafPath = (typeof leafPaths)[number];

/** One text for each leaf, in the order of `leafPaths`; empty where there is none. */
export type Cells = readonly string[];

type Branch = { [leaf: string]: unknown } | null | undefined;

/** The cells of a result as the API gives or takes it. */
export function cellsOf(result: object): Cells {
  const root = result as { [leaf: string]: unknown };
  return leafPaths.map((path) => {
    const [first = '', second] = path.split('.');
    const value = second === undefined ? root[first] : (root[first] as Branch)?.[second];
    return typeof value === 'string' ? value : '';
  });
}

/** Where a leaf stands among the cells; -1 for the whole row. */
export function leafIndex(field: string): number {
  return leafPaths.indexOf(field as LeafPath);
}
