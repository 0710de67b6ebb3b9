import { Problem } from '../../controls/problem.tsx';
import { useLanguage } from '../../language/language-provider.tsx';
import type { FileFailure } from '../sending/send-file.ts';
import { useLabWords } from '../words/lab-catalogue.ts';

/** Why a whole file was refused, with its line or the most that it may hold beside the sentence. */
export function FileProblem({ failure, onRetry }: { failure: FileFailure; onRetry?: () => void }) {
  const { language } = useLanguage();
  const words = useLabWords();
  const { line, maximum } = failure;
  const detail = [
    line != null && words.file.atLine(line),
    maximum !== undefined && words.file.maximum(maximum.toLocaleString(language)),
  ].filter(Boolean);
  // The server's own refusals would be met again; what has no sentence of its own may pass.
  const mayPass = failure.message === undefined;
  return <Problem failure={failure} detail={detail.join(' ')} onRetry={mayPass ? onRetry : undefined} />;
}
