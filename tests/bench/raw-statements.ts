import { randomUUID } from 'node:crypto';
import type { KeyRing } from '@ketqua/platform';

/** A row as the bench submits it. */
export interface BenchRow {
  readonly accessionNumber: string;
  readonly patient: { fullName: string; dateOfBirth: string; sex: string; phone: string };
  readonly test: { code: string };
  readonly specimenCollectedAt: string;
  readonly resultedAt: string;
  readonly outcome: string;
}

/** A statement and its parameters, an array a column. */
type Statement = [sql: string, ...parameters: unknown[]];

/**
 * What stands in the database once rows of new people are stored, as one `INSERT … SELECT unnest` a table: what
 * nobody can do without. Personal columns are sealed, keys and facts hashed, as in the results subgraph.
 */
export function rawStatements(ring: KeyRing, labId: string, rows: readonly BenchRow[]): Statement[] {
  const submissionId = randomUUID();
  const facts = rows.map((row) => {
    const { fullName, dateOfBirth, sex, phone } = row.patient;
    return {
      row,
      id: randomUUID(),
      personId: randomUUID(),
      patient: ring.seal(JSON.stringify(row.patient), 'patient'),
      patientHash: ring.blindIndex('patient', JSON.stringify([fullName, dateOfBirth, sex, null])),
      factsHash: ring.blindIndex('facts', JSON.stringify(row)),
      name: ring.seal(fullName, 'name'),
      born: ring.seal(dateOfBirth, 'born'),
      key: ring.blindIndex('person-key', JSON.stringify(['phone', phone, dateOfBirth, fullName])),
      phone: ring.blindIndex('phone', phone),
      sealedPhone: ring.seal(phone, 'event.phone').toString('base64'),
    };
  });
  const column = <Value>(value: (fact: (typeof facts)[number]) => Value) => facts.map(value);
  const events = [
    JSON.stringify({
      phones: facts.map(({ phone, sealedPhone }) => [phone.toString('base64url'), sealedPhone]),
    }),
    ...column(({ id, personId, phone }) =>
      JSON.stringify({
        resultId: id,
        version: 1,
        labId,
        personId,
        phoneIndexes: [phone.toString('base64url')],
      }),
    ),
  ];
  return [
    [
      `insert into results.submission (id, lab_id, idempotency_key, content_hash, state, row_count, received_at)
       values ($1::uuid, $2, 'bench ' || $1::uuid::text, $3, 'COMPLETE', $4, now())`,
      submissionId,
      labId,
      ring.blindIndex('submission', JSON.stringify(rows)),
      rows.length,
    ],
    [
      'insert into results.person (id, full_name, date_of_birth, sex) select * from unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::text[])',
      column(({ personId }) => personId),
      column(({ name }) => name),
      column(({ born }) => born),
      column(({ row }) => row.patient.sex),
    ],
    [
      'insert into results.person_key (key, person_id) select * from unnest($1::bytea[], $2::uuid[])',
      column(({ key }) => key),
      column(({ personId }) => personId),
    ],
    [
      'insert into results.person_phone (phone_index, person_id) select * from unnest($1::bytea[], $2::uuid[])',
      column(({ phone }) => phone),
      column(({ personId }) => personId),
    ],
    [
      `insert into results.test_result (id, lab_id, accession_number, test_code, sub_id, version, status, outcome, disease,
         method, specimen_kind, specimen_collected_at, resulted_at, released_at, person_id, patient, patient_hash,
         facts_hash, submission_id)
       select id, $2, accession_number, '94500-6', '', 1, 'FINAL', outcome, '840539006', 'NAAT', 'INDIVIDUAL', collected,
              resulted, now(), person_id, patient, patient_hash, facts_hash, $11
         from unnest($1::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::uuid[], $8::bytea[],
                     $9::bytea[], $10::bytea[])
           as row (id, accession_number, outcome, collected, resulted, person_id, patient, patient_hash, facts_hash)`,
      column(({ id }) => id),
      labId,
      column(({ row }) => row.accessionNumber),
      column(({ row }) => row.outcome),
      column(({ row }) => row.specimenCollectedAt),
      column(({ row }) => row.resultedAt),
      column(({ personId }) => personId),
      column(({ patient }) => patient),
      column(({ patientHash }) => patientHash),
      column(({ factsHash }) => factsHash),
      submissionId,
    ],
    [
      `insert into results.submission_row (submission_id, index, accession_number, status, result_id, problems)
       select $1, index, accession_number, 'ACCEPTED', id, '[]'
         from unnest($2::int[], $3::text[], $4::uuid[]) as row (index, accession_number, id)`,
      submissionId,
      facts.map((_, index) => index),
      column(({ row }) => row.accessionNumber),
      column(({ id }) => id),
    ],
    [
      `insert into events.event (topic, payload) select 'bench', payload::jsonb from unnest($1::text[]) as event (payload)`,
      events,
    ],
  ];
}
