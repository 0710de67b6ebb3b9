import { defineEntity, p } from '@mikro-orm/core';

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

/** How a laboratory keeps up: one period is allowed, three are silence. */
export const LabSyncStatus = { ON_TIME: 'ON_TIME', LATE: 'LATE', SILENT: 'SILENT' } as const;
export type LabSyncStatus = (typeof LabSyncStatus)[keyof typeof LabSyncStatus];
