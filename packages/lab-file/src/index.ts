export { type CsvLayout, layoutOf, placesOf, type RecordPlace } from './csv-records.js';
export { type DecodedText, decodeText, type TextEncodingName } from './decode-text.js';
export { detectFormat, type LabFileFormat } from './detect-format.js';
export { escapeCell, unescapeCell } from './formula-cell.js';
export { type TemplateColumn, templateColumns, templateCsv } from './template.js';
export { writeCsv } from './write-csv.js';
