import qrcode from 'qrcode';
import { FieldResolver, Resolver, Root } from 'type-graphql';
import { QrToken } from './qr-token.type.js';

/** One alphanumeric segment: the automatic mode may mix segments and draw a larger code. */
const segments = (payload: string) => [{ data: payload, mode: 'alphanumeric' as const }];
const drawing = { errorCorrectionLevel: 'M', margin: 4 } as const;

@Resolver(() => QrToken)
export class QrTokenResolver {
  @FieldResolver(() => String, {
    description: 'The code as SVG, level M, black on white. Drawing it in the client is cheaper.',
  })
  svg(@Root() { payload }: QrToken): Promise<string> {
    return qrcode.toString(segments(payload), { ...drawing, type: 'svg' });
  }

  @FieldResolver(() => String, { description: 'The code as a PNG in base64, level M, 4 pixels a module.' })
  async png(@Root() { payload }: QrToken): Promise<string> {
    return (await qrcode.toBuffer(segments(payload), { ...drawing, type: 'png', scale: 4 })).toString(
      'base64',
    );
  }
}
