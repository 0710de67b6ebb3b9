import type { Verification } from '../scanner/use-verification.ts';

const shapes: Record<Verification['verdict'], { outline: string; sign: string }> = {
  // A disc with a tick, an octagon with a cross, a triangle with a question mark.
  PASS: { outline: 'M32 3a29 29 0 1 1 0 58a29 29 0 1 1 0-58z', sign: 'M18 33l10 10 18-21' },
  FAIL: { outline: 'M20 3h24l17 17v24L44 61H20L3 44V20z', sign: 'M21 21l22 22M43 21L21 43' },
  UNKNOWN: { outline: 'M32 3l30 56H2z', sign: 'M25.5 30a6.5 6.5 0 1 1 9.500 5.500c-2 1-3 2.500-3 5M32 48v3' },
};

/** The shape of a verdict, which tells it without colour. The word stands beside it. */
export function VerdictShape({
  verdict,
  className,
}: {
  verdict: Verification['verdict'];
  className?: string;
}) {
  const { outline, sign } = shapes[verdict];
  return (
    <svg viewBox="0 0 64 64" className={className} aria-hidden="true" data-shape={verdict}>
      <path d={outline} fill="currentColor" />
      <path d={sign} fill="none" stroke="var(--shape-ground)" strokeWidth="6" strokeLinecap="square" />
    </svg>
  );
}
