import qrcode from 'qrcode';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ResultsContext } from '../../context.js';
import { drawSlip } from '../slip/draw-slip.js';
import { presentResult } from '../test-result/present-result.js';
import { readableResult } from '../test-result/readable-result.js';
import { TestResultType } from '../test-result/test-result.type.js';
import { QrToken } from './qr-token.type.js';

/** One alphanumeric segment: the automatic mode may mix segments and draw a larger code. */
const segments = (payload: string) => [{ data: payload, mode: 'alphanumeric' as const }];
const drawing = { errorCorrectionLevel: 'M', margin: 4 } as const;

@Resolver(() => QrToken)
export class QrTokenResolver {
  @FieldResolver(() => TestResultType, {
    nullable: true,
    description: 'The result that it certifies, as it is now. Read by whoever claimed the person.',
  })
  async result(
    @Root() { resultId }: QrToken,
    @Ctx() context: ResultsContext,
  ): Promise<TestResultType | null> {
    const row = await readableResult(context, resultId);
    return row && presentResult(row, context.viewer);
  }

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

  @FieldResolver(() => String, {
    description:
      'A slip to print, as a PDF in base64: one page in Vietnamese and English, the code at level Q. It says what is signed.',
  })
  async slip(@Root() { payload }: QrToken): Promise<string> {
    return (await drawSlip(payload)).toString('base64');
  }
}
