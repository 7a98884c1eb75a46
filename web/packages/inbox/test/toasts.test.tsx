import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import type { Me, Status } from '@walkie/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { OpenConversation } from '../src/hooks/useConversation.ts';
import { type ThreadActions, useConversationActions } from '../src/hooks/useConversationActions.ts';
import { type Line, LineProvider, WalkieProvider } from '../src/hooks/walkie.tsx';
import { WordsProvider } from '../src/i18n/words.tsx';
import { ToastPlace } from '../src/ui/ToastPlace.tsx';
import { openForToasts, useToasts } from '../src/ui/toasts.ts';
import { conversation } from './nouns.ts';

const ME = { type: 'agent' as const, id: 1, name: 'Mina', inboxes: [] } satisfies Me;
const patchConversation = vi.fn();
const store = { getSnapshot: () => ({}), subscribe: () => () => {}, close: () => {} };
const line = { api: { patchConversation }, connect: () => ({ client: store, inbox: store }) };

let actions: ThreadActions;
const open = (id: number, name: string) => {
  const row = conversation({ id });
  const visitor = { ...row.visitor, name };
  return { handle: { id }, snapshot: { conversation: { ...row, visitor } } } as OpenConversation;
};
const ANA = open(5, 'Ana');
const BEN = open(6, 'Ben');

function Page({ at }: { at: OpenConversation }) {
  actions = useConversationActions(at, true);
  return <ToastPlace />;
}
const page = (at: OpenConversation) => (
  <WordsProvider locale="en">
    <LineProvider line={line as unknown as Line}>
      <WalkieProvider me={ME}>
        <Page at={at} />
      </WalkieProvider>
    </LineProvider>
  </WordsProvider>
);
const set = (status: Status) => act(async () => actions.onStatus(status));
const said = () =>
  [...document.querySelectorAll('[data-toast] p')].map(({ textContent }) => textContent);

beforeEach(() => {
  patchConversation.mockReset().mockResolvedValue({});
  openForToasts(5);
});
afterEach(() => {
  cleanup();
  useToasts.setState({ toasts: [], open: null });
});

it('names the conversation as soon as it is another one’s, and undoes there', async () => {
  const { rerender } = render(page(ANA));
  await set('pending');
  expect(said()).toEqual(['Status: Pending']);
  rerender(page(BEN));
  act(() => void openForToasts(6));
  expect(said()).toEqual(['Ana · Status: Pending']);
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Undo' })));
  expect(patchConversation).toHaveBeenLastCalledWith(5, { status: 'open' });
});

it('names the conversation of a failure that comes when another one is open', async () => {
  let fail = (_why: Error): void => {};
  patchConversation.mockReturnValueOnce(new Promise((_, no) => (fail = no)));
  const { rerender } = render(page(ANA));
  await set('snoozed');
  rerender(page(BEN));
  act(() => void openForToasts(6));
  await act(async () => fail(new Error('no answer')));
  expect(said()).toEqual(['Ana · The conversation was not snoozed. The server cannot be reached.']);
});
