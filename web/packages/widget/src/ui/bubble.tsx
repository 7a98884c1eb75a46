// One message. Who speaks is said to screen readers in words; how far it has come is an icon and a
// word, never a colour alone.
import type { Sight } from '@walkie/client/reading';
import { initial } from '@walkie/i18n';
import type { ComponentType } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
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
  /** Notes that it has been on the screen. */
  watch: Sight['watch'];
  onRetry: (key: string) => void;
  /** Takes the text back into the composer. */
  onEdit: (key: string, text: string) => void;
  onDiscard: (key: string) => void;
}

export const Bubble = memo(function Bubble(props: BubbleProps) {
  const { words, line, first, last, watch } = props;
  const { seq } = line;
  const place = useRef<HTMLElement>(null);
  useEffect(
    () => (place.current && seq !== null ? watch(place.current, seq) : undefined),
    [watch, seq],
  );
  const { mine, progress } = line;
  const side = mine ? 'me' : 'them';
  const name = line.name || words.t('team');
  const waits = progress === 'pending';
  return (
    <article ref={place} class={`line ${side}${first ? ' first' : ''}${last ? ' last' : ''}`}>
      {!mine && first && <Avatar line={line} />}
      <div class="stack">
        {!mine && first && (
          <p class="name" aria-hidden="true">
            <bdi>{name}</bdi>
          </p>
        )}
        <div class={`bubble${progress === 'failed' ? ' failed' : ''}${waits ? ' waits' : ''}`}>
          <span class="sr">
            <bdi>{mine ? words.t('you') : name}</bdi>:{' '}
          </span>
          {line.deleted ? (
            <p class="deleted">{words.t('deleted')}</p>
          ) : (
            <MessageText text={line.text} />
          )}
        </div>
        {(last || line.edited || progress === 'failed') && <Foot {...props} />}
      </div>
    </article>
  );
});

/** Why the server did not take it, in the visitor's words. */
function reason(words: Words, code: string | null): string | null {
  switch (code) {
    case null:
      return null;
    case 'content_too_long':
    case 'too_large':
    case 'body_too_large':
    case 'http_413':
      return words.t('failed_long');
    case 'damaged':
      return words.t('failed_damaged');
    case 'origin_not_allowed':
    case 'forbidden':
    case 'blocked':
      return words.t('failed_forbidden');
    default:
      return words.t('failed_other');
  }
}

function Foot({ words, line, onRetry, onEdit, onDiscard }: BubbleProps) {
  const { progress } = line;
  const why = progress === 'failed' ? reason(words, line.code) : null;
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
          {why ?? words.t(progress)}
          <Icon />
        </span>
      )}
      {progress === 'failed' && (
        <>
          {line.remedy === 'edit' ? (
            <button type="button" class="retry" onClick={() => onEdit(line.key, line.text)}>
              {words.t('edit')}
            </button>
          ) : (
            <button type="button" class="retry" onClick={() => onRetry(line.key)}>
              {words.t('retry')}
            </button>
          )}
          <button type="button" class="retry" onClick={() => onDiscard(line.key)}>
            {words.t('remove')}
          </button>
        </>
      )}
    </p>
  );
}

function Avatar({ line }: { line: Line }) {
  return line.avatar_url ? (
    <img class="avatar" src={line.avatar_url} alt="" width={32} height={32} />
  ) : (
    <span class="avatar" aria-hidden="true">
      {initial(line.name)}
    </span>
  );
}
