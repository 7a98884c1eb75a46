import type { Problem } from '@walkie/client';
import { CloudOff, MessageCircleOff } from 'lucide-react';
import { useWords } from '../i18n/words.tsx';
import { isNotThere, problemText } from '../model/problems.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';

interface ThreadProblemProps {
  readonly problem: Problem;
  readonly onRetry: () => void;
  readonly onBack: () => void;
}

export function ThreadProblem({ problem, onRetry, onBack }: ThreadProblemProps) {
  const { t } = useWords();
  if (isNotThere(problem)) {
    return (
      <Notice
        icon={<MessageCircleOff size={22} />}
        title={t('thread.gone.title')}
        text={t('thread.gone.text')}
      >
        <Button onClick={onBack}>{t('app.notFound.action')}</Button>
      </Notice>
    );
  }
  return (
    <Notice icon={<CloudOff size={22} />} title={t('thread.failed')} text={problemText(problem, t)}>
      <Button onClick={onRetry}>{t('list.retry')}</Button>
    </Notice>
  );
}
