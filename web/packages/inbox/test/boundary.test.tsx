// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { lazy, Suspense } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WordsProvider } from '../src/i18n/words.tsx';
import { Boundary, BrokenDialog, BrokenPage, BrokenRow } from '../src/ui/Boundary.tsx';
import { ToastPlace } from '../src/ui/ToastPlace.tsx';

beforeEach(() => vi.spyOn(console, 'error').mockImplementation(() => {}));
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function Broken(): never {
  throw new Error('cannot be drawn');
}

it('one row that throws leaves the others', () => {
  render(
    <WordsProvider locale="en">
      <Boundary broken={<BrokenRow />}>
        <p>first</p>
      </Boundary>
      <Boundary broken={<BrokenRow />}>
        <Broken />
      </Boundary>
    </WordsProvider>,
  );
  expect(screen.getByText('first')).toBeTruthy();
  expect(screen.getByText('This message could not be shown')).toBeTruthy();
});

it('a page that throws says so under a heading, and offers to reload', () => {
  render(
    <WordsProvider locale="en">
      <Boundary broken={<BrokenPage />}>
        <Broken />
      </Boundary>
    </WordsProvider>,
  );
  expect(screen.getByRole('main')).toBeTruthy();
  expect(screen.getByRole('heading', { level: 1 })).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Reload' })).toBeTruthy();
});

it('a file that is gone after an upgrade asks for a reload, and the page stays', async () => {
  const Missing = lazy(() => Promise.reject(new TypeError('Failed to fetch')));
  render(
    <WordsProvider locale="en">
      <p>the page</p>
      <Boundary broken={<BrokenDialog />}>
        <Suspense fallback={null}>
          <Missing />
        </Suspense>
      </Boundary>
      <ToastPlace />
    </WordsProvider>,
  );
  expect(await screen.findByRole('button', { name: 'Reload' })).toBeTruthy();
  expect(screen.getByText('the page')).toBeTruthy();
});
