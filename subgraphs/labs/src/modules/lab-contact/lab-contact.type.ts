import { maskPhone, SealBrokenError } from '@ketqua/platform';
import { Field, ObjectType } from 'type-graphql';
import { keyRing } from '../../key-ring.js';
import { contactNameColumn, contactPhoneColumn } from './sealed-contact.js';

@ObjectType({
  description:
    'Whom the platform texts when a laboratory falls behind. Read by an ADMIN and by the laboratory itself.',
})
export class LabContact {
  @Field(() => String, { nullable: true })
  name!: string | null;

  @Field(() => String, { nullable: true, description: 'The country code and the last three digits.' })
  maskedPhone!: string | null;

  /** Opens what is sealed: for a viewer who may read it. Null where nobody is registered. */
  static of(sealed: {
    contactName?: Uint8Array | null;
    contactPhone?: Uint8Array | null;
  }): LabContact | null {
    const { contactName, contactPhone } = sealed;
    if (!contactName && !contactPhone) return null;
    try {
      return Object.assign(new LabContact(), {
        name: contactName ? keyRing.open(contactName, contactNameColumn) : null,
        maskedPhone: contactPhone ? maskPhone(keyRing.open(contactPhone, contactPhoneColumn)) : null,
      });
    } catch (error) {
      // Sealed under a key that is gone: the laboratory is told all the same.
      if (error instanceof SealBrokenError) return null;
      throw error;
    }
  }
}
