import { cleanup, render, screen } from '@testing-library/react';
import type { ConversationSnapshot } from '@walkie/client';
import { Tooltip } from 'radix-ui';
import { afterEach, describe, expect, it } from 'vitest';
import { ContactPanel } from '../src/contact/ContactPanel.tsx';
import { speechOf } from '../src/i18n/words.tsx';
import { visitorName } from '../src/model/preview.ts';
import { conversation } from './nouns.ts';

const t = speechOf('en').t;

afterEach(cleanup);

function drawn(email: string) {
  const row = conversation();
  const shown = { ...row, visitor: { ...row.visitor, email } };
  const snapshot = {
    id: 1,
    messages: [],
    activity: [],
    conversation: shown,
    presence: null,
    hasOlder: false,
    read: { mine: 0, theirs: 0, their_received: 0 },
  } as unknown as ConversationSnapshot;
  return render(
    <Tooltip.Provider>
      <ContactPanel snapshot={snapshot} onClose={() => {}} />
    </Tooltip.Provider>,
  );
}

describe('a visitor’s e-mail', () => {
  it('is a link when it is one address', () => {
    drawn('ana+shop@example.org');
    const link = screen.getByRole('link', { name: 'ana+shop@example.org' });
    expect(link.getAttribute('href')).toBe('mailto:ana%2Bshop@example.org');
  });
  it.each(['a@b.c?bcc=x@y.z', 'a@b.c,x@y.z', 'a@b.c?subject=x', 'a%0abcc:x@', 'a b@c.d'])(
    'is text when it could be more: %s',
    (email) => {
      const { container } = drawn(email);
      expect(container.textContent).toContain(email);
      expect(container.querySelector('a[href^=mailto]')).toBeNull();
    },
  );
});

describe('a visitor’s name', () => {
  const named = (name: string) => {
    const row = conversation();
    return visitorName({ ...row, visitor: { ...row.visitor, name, email: null } }, t);
  };
  it('has no hidden characters', () => {
    expect(named('Ana\u202e\u200b Bo')).toBe('Ana Bo');
  });
  it('is the visitor’s number when nothing can be seen', () => {
    for (const name of ['\u200b', '\u3164\u2800', ' '])
      expect(named(name)).toMatch(/^Visitor \d+$/);
  });
});
