import { registerEnumType } from 'type-graphql';

/** What a laboratory's file is written in. */
export enum ImportFormat {
  CSV = 'CSV',
  HL7V2 = 'HL7V2',
  FHIR_R4 = 'FHIR_R4',
}
registerEnumType(ImportFormat, {
  name: 'ImportFormat',
  description:
    "CSV: the template's columns, SimpleReport's, or mapped ones. HL7V2: ORU^R01, one or many, also in batches. FHIR_R4: a Bundle with DiagnosticReports, or NDJSON.",
});
