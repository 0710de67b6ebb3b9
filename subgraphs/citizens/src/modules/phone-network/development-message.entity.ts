import { SealedText } from '@ketqua/platform';
import { defineEntity, p } from '@mikro-orm/core';
import { keyRing } from '../../key-ring.js';

const sentMessageSchema = defineEntity({
  name: 'SentMessage',
  tableName: 'development_message',
  properties: {
    id: p.uuid().primary(),
    recipient: p.type(new SealedText(keyRing, 'development_message.recipient')).$type<string>(),
    text: p.type(new SealedText(keyRing, 'development_message.text')).$type<string>(),
    code: p.type(new SealedText(keyRing, 'development_message.code')).$type<string>().nullable(),
    sentAt: p.datetime(),
  },
});

/** What a provider would have sent, in development. */
export class SentMessage extends sentMessageSchema.class {}
sentMessageSchema.setClass(SentMessage);

export const sentMessageEntities = [sentMessageSchema];
