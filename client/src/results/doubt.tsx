import { type ComponentType, useState } from 'react';
import { PressButton } from '../controls/press-button.tsx';
import { Problem } from '../controls/problem.tsx';
import type { DisputePanelProps } from '../disputes/dispute-panel.tsx';
import { useLanguage } from '../language/language-provider.tsx';
import type { ResultFactsFragment } from '../schema/operations.ts';

/** The way to say that something is wrong with a result; what it opens is loaded when it is asked for. */
export function Doubt({
  result,
  canDispute,
}: {
  result: Pick<ResultFactsFragment, 'id' | 'disputes'>;
  canDispute: boolean;
}) {
  const { words } = useLanguage();
  const [Panel, setPanel] = useState<ComponentType<DisputePanelProps> | null>(null);
  const [isOpen, setIsOpen] = useState(false);
  const [isLoading, setIsLoading] = useState(false);
  const [isLost, setIsLost] = useState(false);
  const open = async () => {
    setIsOpen(true);
    if (Panel) return;
    setIsLost(false);
    setIsLoading(true);
    try {
      const { default: Loaded } = await import('../disputes/dispute-panel.tsx');
      setPanel(() => Loaded);
    } catch {
      setIsLost(true);
      setIsOpen(false);
    }
    setIsLoading(false);
  };
  if (isOpen && Panel) {
    return <Panel resultId={result.id} canDispute={canDispute} onLeave={() => setIsOpen(false)} />;
  }
  return (
    <>
      {isLost && <Problem failure={{ code: 'NETWORK' }} />}
      <p>
        <PressButton kind="link" isPending={isLoading} onPress={() => void open()} testId="doubt-result">
          {result.disputes.length > 0 ? words.results.showDispute : words.results.doubt}
        </PressButton>
      </p>
    </>
  );
}
