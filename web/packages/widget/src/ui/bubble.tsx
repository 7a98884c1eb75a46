// One message. Who speaks is said to screen readers in words; how far it has come is an icon and a
// word, never a colour alone.
import type { ComponentType } from 'preact';
import type { Words } from '../i18n/words.ts';
import type { Line, Progress } from '../thread/line.ts';
import { Alert, Check, Checks, Clock } from './icons.tsx';
import { memo } from './memo.ts';
import { MessageText } from './text.tsx';

const icons: Record<Progress, ComponentType> = {
  pending: Clock,
  sent: Check,
  delivered: Checks,
  seen: Checks,
  failed: Alert,
};

interface BubbleProps {
  words: Words;
  line: Line;
  first: boolean;
  last: boolean;
  onRetry: (key: string) => void;
}

export const Bubble = memo(function Bubble({ words, line, first, last, onRetry }: BubbleProps) {
  const { mine, progress } = line;
  const side = mine ? 'me' : 'them';
  const name = line.name || words.t('team');
  const waits = progress === 'pending';
  return (
    <article class={`line ${side}${first ? ' first' : ''}${last ? ' last' : ''}`}>
      {!mine && first && <Avatar line={line} />}
      <div class="stack">
        {!mine && first && (
          <p class="name" aria-hidden="true">
            {name}
          </p>
        )}
        <div class={`bubble${progress === 'failed' ? ' failed' : ''}${waits ? ' waits' : ''}`}>
          <span class="sr">{mine ? words.t('you') : name}: </span>
          {line.deleted ? (
            <p class="deleted">{words.t('deleted')}</p>
          ) : (
            <MessageText text={line.text} />
          )}
        </div>
        {last && <Foot words={words} line={line} onRetry={onRetry} />}
      </div>
    </article>
  );
});

function Foot({ words, line, onRetry }: Pick<BubbleProps, 'words' | 'line' | 'onRetry'>) {
  const { progress } = line;
  const Icon = progress && icons[progress];
  return (
    <p class={`foot${progress === 'failed' ? ' failed' : progress === 'seen' ? ' seen' : ''}`}>
      {progress !== 'failed' && (
        <time
          dateTime={new Date(line.at).toISOString()}
          title={words.formats.full(new Date(line.at))}
        >
          {words.formats.time(new Date(line.at))}
        </time>
      )}
      {line.edited && <span>{words.t('edited')}</span>}
      {progress && Icon && (
        <span class="progress">
          {words.t(progress)}
          <Icon />
        </span>
      )}
      {progress === 'failed' && (
        <button type="button" class="retry" onClick={() => onRetry(line.key)}>
          {words.t('retry')}
        </button>
      )}
    </p>
  );
}

/** The first letter that a person's name shows. */
export const initial = (name: string) => [...name.trim()][0]?.toUpperCase() ?? '·';

function Avatar({ line }: { line: Line }) {
  return line.avatar_url ? (
    <img class="avatar" src={line.avatar_url} alt="" width={32} height={32} />
  ) : (
    <span class="avatar" aria-hidden="true">
      {initial(line.name)}
    </span>
  );
}
