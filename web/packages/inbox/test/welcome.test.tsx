import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { type Api, ApiError } from '@walkie/client';
import { Tooltip } from 'radix-ui';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createQueryClient } from '../src/hooks/useSession.ts';
import { type Line, LineProvider } from '../src/hooks/walkie.tsx';
import SetUp from '../src/welcome/SetUp.tsx';
import SignIn from '../src/welcome/SignIn.tsx';

function shown(page: ReactNode, api: Partial<Api>) {
  const line = {
    api: {
      setupState: vi.fn().mockResolvedValue({ set_up: true }),
      me: vi.fn().mockResolvedValue({ type: 'agent', id: 1, name: 'Mina' }),
      ...api,
    },
    connect: vi.fn(),
  } as unknown as Line;
  render(
    <LineProvider line={line}>
      <QueryClientProvider client={createQueryClient()}>
        <Tooltip.Provider>{page}</Tooltip.Provider>
      </QueryClientProvider>
    </LineProvider>,
  );
}

const refused = (status: number, retryAfter?: number) =>
  new ApiError({ title: 'no', status, code: 'no' }, retryAfter);

async function fill(values: Record<string, string>) {
  for (const [label, value] of Object.entries(values)) {
    const field = screen.getByLabelText(label, { selector: 'input' });
    await userEvent.clear(field);
    await userEvent.type(field, value);
  }
}

beforeEach(() => window.history.replaceState(null, '', '/agent/sign-in'));
afterEach(cleanup);

describe('SignIn', () => {
  const entry = { 'E-mail': 'mina@example.org', Password: 'correct horse' };

  it('goes where the person wanted to be', async () => {
    window.history.replaceState(null, '', '/agent/sign-in?next=%2Fagent%2Fc%2F5%3Fview%3Dall');
    const signIn = vi.fn().mockResolvedValue({});
    shown(<SignIn />, { signIn });
    await fill(entry);
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(window.location.pathname).toBe('/agent/c/5'));
    expect(signIn).toHaveBeenCalledWith('mina@example.org', 'correct horse');
  });

  it('says what is missing before asking the server', async () => {
    const signIn = vi.fn();
    shown(<SignIn />, { signIn });
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(screen.getByText('Enter your password.')).toBeTruthy();
    expect(signIn).not.toHaveBeenCalled();
  });

  it('says that the browser keeps no cookie, and leaves the form as it is', async () => {
    const signIn = vi.fn().mockResolvedValue({});
    shown(<SignIn />, { signIn, me: vi.fn().mockRejectedValue(refused(401)) });
    await fill(entry);
    await userEvent.keyboard('{Enter}');
    expect(await screen.findByText(/did not keep the sign-in cookie/)).toBeTruthy();
    expect(screen.getByLabelText('E-mail', { selector: 'input' })).toHaveProperty(
      'value',
      'mina@example.org',
    );
    expect(window.location.pathname).toBe('/agent/sign-in');
  });

  it('tells a wrong password, a missing server and too many attempts apart', async () => {
    const signIn = vi
      .fn()
      .mockRejectedValueOnce(refused(401))
      .mockRejectedValueOnce(refused(0))
      .mockRejectedValueOnce(refused(429, 42_000));
    shown(<SignIn />, { signIn });
    await fill(entry);
    await userEvent.keyboard('{Enter}');
    expect(await screen.findByText('The e-mail or the password is wrong.')).toBeTruthy();
    await userEvent.keyboard('{Enter}');
    expect(await screen.findByText(/server does not answer/)).toBeTruthy();
    await userEvent.keyboard('{Enter}');
    expect(await screen.findByText('Too many attempts. Wait 42 seconds.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Wait 42 s' })).toHaveProperty('disabled', true);
    await userEvent.keyboard('{Enter}');
    expect(signIn).toHaveBeenCalledTimes(3);
  });

  it('shows and hides the password', async () => {
    shown(<SignIn />, {});
    const field = screen.getByLabelText('Password', { selector: 'input' });
    await userEvent.click(screen.getByRole('button', { name: 'Show password' }));
    expect(field).toHaveProperty('type', 'text');
    await userEvent.click(screen.getByRole('button', { name: 'Hide password' }));
    expect(field).toHaveProperty('type', 'password');
  });
});

it('SignIn says what to do while there is no account', async () => {
  shown(<SignIn />, { setupState: vi.fn().mockResolvedValue({ set_up: false }) });
  expect(await screen.findByText(/There is no account yet/)).toBeTruthy();
  cleanup();
  shown(<SignIn />, { setupState: vi.fn().mockResolvedValue({ set_up: true }) });
  expect(screen.queryByText(/There is no account yet/)).toBe(null);
});

describe('SetUp', () => {
  const entry = {
    'Your name': 'Mina',
    'E-mail': 'mina@example.org',
    Password: 'violet harbour 7',
  };

  const setupState = vi.fn().mockResolvedValue({ set_up: false });

  it('takes the token from the fragment and opens the inbox', async () => {
    window.history.replaceState(null, '', '/agent/setup#the-token');
    const setup = vi.fn().mockResolvedValue({});
    shown(<SetUp />, { setup, setupState });
    await screen.findByLabelText('Your name');
    await fill(entry);
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(window.location.pathname).toBe('/agent'));
    expect(setup).toHaveBeenCalledWith({
      token: 'the-token',
      name: 'Mina',
      email: 'mina@example.org',
      password: 'violet harbour 7',
    });
  });

  it('explains a used link, and an address without one', async () => {
    window.history.replaceState(null, '', '/agent/setup#old');
    shown(<SetUp />, { setupState: vi.fn().mockRejectedValue(refused(403)) });
    expect(await screen.findByRole('heading', { name: 'This link no longer works' })).toBeTruthy();
    expect(screen.queryByLabelText('Your name')).toBe(null);
    cleanup();
    // The link was used by somebody else while the form was filled in.
    shown(<SetUp />, { setupState, setup: vi.fn().mockRejectedValue(refused(409)) });
    await screen.findByLabelText('Your name');
    await fill(entry);
    await userEvent.keyboard('{Enter}');
    expect(await screen.findByRole('heading', { name: 'This link no longer works' })).toBeTruthy();
    cleanup();
    window.history.replaceState(null, '', '/agent/setup');
    shown(<SetUp />, {});
    expect(screen.getByRole('link', { name: 'Go to sign-in' })).toBeTruthy();
  });

  it('leaves the rule for passwords to the server and says what it refused in the page’s language', async () => {
    window.history.replaceState(null, '', '/agent/setup#t');
    const detail = 'A password has at least 8 and at most 1024 bytes.';
    const setup = vi
      .fn()
      .mockRejectedValue(
        new ApiError({ title: 'no', status: 400, code: 'bad_password', field: 'password', detail }),
      );
    shown(<SetUp />, { setup, setupState });
    await screen.findByLabelText('Your name');
    await fill({ ...entry, Password: 'short' });
    await userEvent.keyboard('{Enter}');
    expect(await screen.findByText(/^The password is too short/)).toBeTruthy();
    expect(screen.queryByText(detail)).toBeNull();
    expect(setup).toHaveBeenCalledOnce();
  });
});
