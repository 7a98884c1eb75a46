// A mistake in one part stays in that part: what throws while it is drawn is replaced, and logged.
import { Component, type ComponentChildren } from 'preact';
import type { Words } from '../i18n/words.ts';

interface BoundaryProps {
  children: ComponentChildren;
  /** What stands in the place of children that threw. */
  broken: ComponentChildren;
}

export class Boundary extends Component<BoundaryProps, { failed: boolean }> {
  override state = { failed: false };

  override componentDidCatch(error: unknown) {
    console.error(error);
    this.setState({ failed: true });
  }

  override render({ children, broken }: BoundaryProps) {
    return this.state.failed ? broken : children;
  }
}

/** In the place of the whole app. What was written is in the storage. */
export function BrokenApp({ words }: { words: Words }) {
  return (
    <div class="app">
      <p class="note" role="alert">
        {words.t('broken_app')}{' '}
        <button type="button" class="retry" onClick={() => location.reload()}>
          {words.t('reload')}
        </button>
      </p>
    </div>
  );
}
