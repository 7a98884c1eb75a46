import { cleanup, createEvent, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createRef, useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Composer } from '../src/composer/Composer.tsx';
import { type Draft, NO_DRAFT } from '../src/model/drafts.ts';
import { prefer } from '../src/model/preferences.ts';

function Held({ start, onSend }: { start: Partial<Draft>; onSend: () => void }) {
  const [draft, setDraft] = useState({ ...NO_DRAFT, ...start });
  const [input] = useState(() => createRef<HTMLTextAreaElement>());
  return (
    <Composer
      name="林晓雨"
      draft={draft}
      resolved={false}
      limit={16_384}
      input={input}
      onChange={(change) => setDraft({ ...draft, ...change })}
      onSend={onSend}
    />
  );
}

const field = () => screen.getByRole('textbox');
function shown(start: Partial<Draft> = {}) {
  const onSend = vi.fn();
  render(<Held start={start} onSend={onSend} />);
  return onSend;
}

describe('Composer', () => {
  afterEach(() => {
    cleanup();
    prefer({ enterSends: true });
  });

  it('sends on Enter and breaks the line on Shift+Enter', async () => {
    const onSend = shown();
    await userEvent.type(field(), 'one{Shift>}{Enter}{/Shift}two');
    expect(onSend).not.toHaveBeenCalled();
    expect(field()).toHaveProperty('value', 'one\ntwo');
    await userEvent.type(field(), '{Enter}');
    expect(onSend).toHaveBeenCalledOnce();
  });

  it('does not send the Enter that confirms a candidate of an input method', () => {
    const onSend = shown({ reply: '你好' });
    for (const how of [{ isComposing: true }, { keyCode: 229 }]) {
      const enter = createEvent.keyDown(field(), { key: 'Enter', ...how });
      fireEvent(field(), enter);
      expect(enter.defaultPrevented).toBe(false);
    }
    expect(onSend).not.toHaveBeenCalled();
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(onSend).toHaveBeenCalledOnce();
  });

  it('sends nothing that is blank or too long', () => {
    const onSend = shown({ reply: '   ' });
    fireEvent.keyDown(field(), { key: 'Enter' });
    fireEvent.change(field(), { target: { value: '好'.repeat(6000) } });
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(onSend).not.toHaveBeenCalled();
    expect(screen.getByText('About 540 characters too long')).toBeTruthy();
  });

  it('keeps reply and note apart', async () => {
    shown({ reply: 'for the visitor' });
    await userEvent.click(screen.getByRole('tab', { name: 'Private note' }));
    expect(field()).toHaveProperty('value', '');
    await userEvent.type(field(), 'for us');
    await userEvent.click(screen.getByRole('tab', { name: 'Reply' }));
    expect(field()).toHaveProperty('value', 'for the visitor');
  });

  it('lets Enter break the line where the agent wants that', () => {
    prefer({ enterSends: false });
    const onSend = shown({ reply: 'x' });
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(onSend).not.toHaveBeenCalled();
    fireEvent.keyDown(field(), { key: 'Enter', ctrlKey: true });
    expect(onSend).toHaveBeenCalledOnce();
  });
});
