import { TriangleAlert } from 'lucide-react';
import { Component, type ReactNode, useEffect } from 'react';
import { type Say, useWords } from '../i18n/words.tsx';
import { Button } from './Button.tsx';
import { Main } from './Main.tsx';
import { Notice } from './Notice.tsx';
import { toast } from './toasts.ts';

interface BoundaryProps {
  readonly children: ReactNode;
  /** What stands in the place of children that threw. */
  readonly broken: ReactNode;
}

/** An error in one part stays in that part. React logs it; drafts and the outbox are in storage. */
export class Boundary extends Component<BoundaryProps, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.broken : this.props.children;
  }
}

export function BrokenRow() {
  const { t } = useWords();
  return <p className="px-4 py-2 text-center text-xs text-ink-3">{t('app.broken.row')}</p>;
}

/** In the place of a row of the list. */
export function BrokenEntry() {
  const { t } = useWords();
  return (
    <p className="mx-2 flex h-(--row) items-center px-2.5 text-s text-ink-3">
      {t('app.broken.entry')}
    </p>
  );
}

function Failed({ level, title }: { level: 'h1' | 'h2'; title: string }) {
  const { t } = useWords();
  return (
    <Notice
      level={level}
      icon={<TriangleAlert size={22} />}
      title={title}
      text={t('app.failed.text')}
    >
      <Button look="primary" onClick={() => window.location.reload()}>
        {t('app.failed.reload')}
      </Button>
    </Notice>
  );
}

/** In the place of the whole page. */
export function BrokenPage() {
  const { t } = useWords();
  return (
    <Main className="flex h-full">
      <Failed level="h1" title={t('app.failed.title')} />
    </Main>
  );
}

/** A pane, or a page whose file is gone after an upgrade: a reload brings the new ones. */
export function BrokenPane() {
  const { t } = useWords();
  return (
    <section className="flex min-h-0 min-w-0 flex-1 bg-surface">
      <Failed level="h2" title={t('app.broken.pane')} />
    </section>
  );
}

/** For what opens over the page: said beside it, where it covers nothing. */
export function BrokenDialog() {
  const { t } = useWords();
  useEffect(() => toast(t('app.broken.pane'), { duration: 'stays', action: reloading(t) }), [t]);
  return null;
}

const reloading = (t: Say) => ({
  label: t('app.failed.reload'),
  onClick: () => window.location.reload(),
});
