// A thread as tests draw it: complete nouns of which a test names only what it is about.
import type { ComponentProps } from 'preact';
import { vi } from 'vitest';
import { wordsIn } from '../src/i18n/words.ts';
import type { Line } from '../src/thread/line.ts';
import { Thread } from '../src/ui/thread.tsx';

vi.stubGlobal(
  'ResizeObserver',
  class {
    observe() {}
    disconnect() {}
  },
);

export const lineSaid = (text: string, more: Partial<Line> = {}): Line => ({
  key: text,
  seq: null,
  at: 0,
  mine: false,
  speaker: 'agent 1',
  name: 'Ada',
  avatar_url: null,
  text,
  edited: false,
  deleted: false,
  progress: null,
  code: null,
  remedy: 'retry',
  ...more,
});

const nothing = () => {};

export const thread = (props: Partial<ComponentProps<typeof Thread>>) => (
  <Thread
    words={wordsIn('en')}
    lines={[]}
    open
    attentive
    span={null}
    sight={{ watch: () => nothing, newest: () => 0, renew: nothing, attach: () => nothing }}
    unread={0}
    complete
    loadingOlder={false}
    olderFailed={false}
    typing={null}
    greeting={null}
    notice={null}
    onOlder={nothing}
    onRetry={nothing}
    onEdit={nothing}
    onDiscard={nothing}
    onEnd={nothing}
    {...props}
  />
);
