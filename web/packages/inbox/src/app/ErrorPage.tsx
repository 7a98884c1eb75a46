import { TriangleAlert } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { useWords } from '../i18n/words.tsx';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';

/** A mistake in one component should not leave a white page. Drafts and the outbox are in storage. */
export class ErrorPage extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <Failed /> : this.props.children;
  }
}

function Failed() {
  const { t } = useWords();
  return (
    <main className="flex h-full">
      <Notice
        level="h1"
        icon={<TriangleAlert size={22} />}
        title={t('app.failed.title')}
        text={t('app.failed.text')}
      >
        <Button look="primary" onClick={() => window.location.reload()}>
          {t('app.failed.reload')}
        </Button>
      </Notice>
    </main>
  );
}
