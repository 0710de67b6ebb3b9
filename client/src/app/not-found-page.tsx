import { useLanguage } from '../language/language-provider.tsx';
import { Doors } from './doors.tsx';
import { PageFrame } from './page-frame.tsx';

/** What an unknown address shows: plain words and the doors there are. */
export function NotFoundPage() {
  const { words } = useLanguage();
  return (
    <PageFrame title={words.notFound.title}>
      <h1>{words.notFound.title}</h1>
      <p>{words.notFound.body}</p>
      <Doors />
    </PageFrame>
  );
}
