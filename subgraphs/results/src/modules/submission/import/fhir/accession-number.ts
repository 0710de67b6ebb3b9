import { conceptOf, extensionsOf, hasCode, type Json, objectIn, objectsIn, textIn } from './json.js';

// Numbers of the message, not of the specimen.
const notOrders = new Set(['urn:id:extID']);

/**
 * The laboratory's number, so that the same report in HL7 v2 gives the same one: the filler's number (OBR-3) of the
 * report or its order, the filler's of the specimen (SPM-2), the placer's (OBR-2), and where no identifier says what
 * it is, the report's first, then the specimen's.
 */
export function accessionNumberOf(report: Json, order: Json | undefined, specimen: Json | undefined): string {
  const ofReport = identifiersOf(report);
  const ofOrder = identifiersOf(order);
  const ofSpecimen = identifiersOf(specimen);
  return (
    typed(ofReport, 'FILL') ||
    typed(ofOrder, 'FILL') ||
    textIn(objectIn(specimen ?? {}, 'accessionIdentifier'), 'value') ||
    typed(ofSpecimen, 'FGN', 'FILL', 'ACSN') ||
    fillerBeside(ofSpecimen) ||
    typed(ofReport, 'PLAC') ||
    typed(ofOrder, 'PLAC') ||
    untyped(ofReport) ||
    untyped(ofSpecimen)
  );
}

function identifiersOf(resource: Json | undefined): Json[] {
  return objectsIn(resource ?? {}, 'identifier').filter((id) => !notOrders.has(textIn(id, 'system')));
}

function typed(identifiers: readonly Json[], ...types: readonly string[]): string {
  const found = identifiers.find(
    (id) => hasCode(conceptOf(objectIn(id, 'type')), ...types) && textIn(id, 'value') !== '',
  );
  return found ? textIn(found, 'value') : '';
}

/** A converter from HL7 v2 keeps SPM-2's second component beside the first. */
function fillerBeside(identifiers: readonly Json[]): string {
  for (const identifier of identifiers) {
    for (const extension of extensionsOf(identifier, 'filler-assigned-identifier')) {
      const entity = objectsIn(extension, 'extension').find((inner) =>
        textIn(inner, 'url').endsWith('/entity-identifier'),
      );
      const value = entity && (textIn(entity, 'valueString') || textIn(entity, 'valueId'));
      if (value) return value;
    }
  }
  return '';
}

function untyped(identifiers: readonly Json[]): string {
  const found = identifiers.find(
    (id) => conceptOf(objectIn(id, 'type')).codings.length === 0 && textIn(id, 'value'),
  );
  return found ? textIn(found, 'value') : '';
}
