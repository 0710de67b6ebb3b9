import { defineEntity, p } from '@mikro-orm/core';
import type { OpeningHours } from '../lab-sync/opening-hours.js';

const labOnBoardSchema = defineEntity({
  name: 'LabOnBoard',
  tableName: 'board',
  properties: {
    id: p.uuid().primary(),
    code: p.text(),
    name: p.text(),
    kind: p.text().$type<LabKind>(),
    province: p.text().nullable(),
    accreditation: p.text().nullable(),
    syncPeriodMinutes: p.integer(),
    timeZone: p.text(),
    hours: p.json().$type<OpeningHours[]>(),
    // Sealed, and opened only for who may read them: every citizen's result loads its laboratory.
    contactName: p.type('bytea').$type<Uint8Array>().nullable(),
    contactPhone: p.type('bytea').$type<Uint8Array>().nullable(),
    lastSyncedAt: p.datetime().nullable(),
    dueAt: p.datetime(),
    syncStatus: p.text().$type<LabSyncStatus>(),
    resultsLastHour: p.integer(),
  },
});

/** A laboratory with its place on the sync board, as the view `labs.board` tells both. Read only. */
export class LabOnBoard extends labOnBoardSchema.class {}
labOnBoardSchema.setClass(LabOnBoard);

export const laboratoryEntities = [labOnBoardSchema];

/** What kind of house a laboratory belongs to. */
export const LabKind = {
  HOSPITAL: 'HOSPITAL',
  CDC: 'CDC',
  INSTITUTE: 'INSTITUTE',
  PRIVATE: 'PRIVATE',
  CLINIC: 'CLINIC',
  MOBILE: 'MOBILE',
  OTHER: 'OTHER',
} as const;
export type LabKind = (typeof LabKind)[keyof typeof LabKind];

/** How a laboratory keeps up: one period of its open hours is allowed, three are silence. */
export const LabSyncStatus = { ON_TIME: 'ON_TIME', LATE: 'LATE', SILENT: 'SILENT' } as const;
export type LabSyncStatus = (typeof LabSyncStatus)[keyof typeof LabSyncStatus];
