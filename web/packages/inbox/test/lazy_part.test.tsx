// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WordsProvider } from '../src/i18n/words.tsx';
import { lazyPart } from '../src/ui/lazyPart.tsx';
import { MissingDialog } from '../src/ui/Missing.tsx';
import { ToastPlace } from '../src/ui/ToastPlace.tsx';

beforeEach(() => vi.spyOn(console, 'error').mockImplementation(() => {}));
afterEach(cleanup);

/** A palette whose file comes when `comes()` says so, on a page with its key. */
function draw(comes: () => boolean) {
  const load = vi.fn(async () => {
    if (!comes()) throw new TypeError('Failed to fetch');
    return { default: () => <p>palette</p> };
  });
  const Palette = lazyPart<{ onClose: () => void }>(load, {
    missing: MissingDialog,
    broken: null,
  });
  function Page() {
    const [asked, setAsked] = useState(0);
    return (
      <WordsProvider locale="en">
        <button type="button" onClick={() => setAsked(asked + 1)}>
          open
        </button>
        {asked > 0 && <Palette asked={asked} onClose={() => setAsked(0)} />}
        <ToastPlace />
      </WordsProvider>
    );
  }
  render(<Page />);
  return { load, open: () => fireEvent.click(screen.getByText('open')) };
}
const said = 'This part could not be loaded';
const notice = () => screen.queryByText(new RegExp(said));

it('Escape gives up a part that did not come, wherever the focus is', async () => {
  const { open, load } = draw(() => false);
  open();
  await act(async () => {});
  expect(notice()).not.toBeNull();
  fireEvent.keyDown(document.body, { key: 'a' });
  expect(notice()).not.toBeNull();
  fireEvent.keyDown(document.body, { key: 'Escape' });
  expect(notice()).toBeNull();
  open();
  await act(async () => {});
  expect(load).toHaveBeenCalledTimes(2);
  expect(notice()).not.toBeNull();
});

it('asking once more tries again', async () => {
  let comes = false;
  const { open, load } = draw(() => comes);
  open();
  await act(async () => {});
  open();
  await act(async () => {});
  expect(load).toHaveBeenCalledTimes(2);
  expect(notice()).not.toBeNull();
  comes = true;
  open();
  await act(async () => {});
  expect(screen.getByText('palette')).toBeTruthy();
  expect(notice()).toBeNull();
  // What is open stays as it is.
  open();
  await act(async () => {});
  expect(load).toHaveBeenCalledTimes(3);
});
