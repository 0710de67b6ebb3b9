import { Component, type ReactNode } from 'react';
import { Problem } from './problem.tsx';

/**
 * Keeps what fails while it is drawn from taking the page along: a part whose file did not come over a weak network, or a
 * fault of ours. Says so in its place, or shows nothing where the part is an extra.
 */
export class FailureBoundary extends Component<
  { children: ReactNode; isExtra?: boolean },
  { hasFailed: boolean }
> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    if (this.props.isExtra) return null;
    // A file that failed once is not asked for again on the same page.
    return <Problem failure={{ code: 'UNFORESEEN' }} onRetry={() => location.reload()} />;
  }
}
