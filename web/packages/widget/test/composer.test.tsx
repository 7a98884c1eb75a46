import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { useState } from 'preact/hooks';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { wordsIn } from '../src/i18n/words.ts';
import { Composer } from '../src/ui/composer.tsx';

const words = wordsIn('en');

function Writing({ onSend, limit = 16_384 }: { onSend: (text: string) => void; limit?: number }) {
  const [text, setText] = useState('');
  return (
    <Composer
      words={words}
      text={text}
      limit={limit}
      focus={0}
      onText={setText}
      onSend={() => {
        onSend(text);
        setText('');
      }}
    />
  );
}

const field = () => screen.getByRole('textbox') as HTMLTextAreaElement;
const write = (value: string) => fireEvent.input(field(), { target: { value } });

afterEach(cleanup);

describe('the composer', () => {
  it('keeps its room while its text is measured: the thread above must not move', () => {
    render(<Writing onSend={() => {}} />);
    const room = field().form as HTMLFormElement;
    vi.spyOn(room, 'offsetHeight', 'get').mockReturnValue(140);
    const rooms: string[] = [];
    vi.spyOn(field(), 'scrollHeight', 'get').mockImplementation(() => {
      rooms.push(room.style.minHeight);
      return 96;
    });
    write('one more line');
    expect(rooms).toEqual(['140px']);
    expect([field().style.height, room.style.minHeight]).toEqual(['98px', '']);
  });

  it('sends on Enter and empties the field', () => {
    const onSend = vi.fn();
    render(<Writing onSend={onSend} />);
    write('hello');
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(onSend).toHaveBeenCalledWith('hello');
    expect(field().value).toBe('');
  });

  it('breaks the line on Shift+Enter', () => {
    const onSend = vi.fn();
    render(<Writing onSend={onSend} />);
    write('hello');
    const stays = fireEvent.keyDown(field(), { key: 'Enter', shiftKey: true });
    expect(stays).toBe(true);
    expect(onSend).not.toHaveBeenCalled();
  });

  it('never sends on the Enter that confirms a candidate of an input method', () => {
    const onSend = vi.fn();
    render(<Writing onSend={onSend} />);
    write('nihao');
    fireEvent.keyDown(field(), { key: 'Enter', isComposing: true });
    fireEvent.keyDown(field(), { key: 'Enter', keyCode: 229 });
    expect(onSend).not.toHaveBeenCalled();
    write('你好');
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(onSend).toHaveBeenCalledWith('你好');
  });

  it('does not send blank text, and says so to screen readers', () => {
    const onSend = vi.fn();
    render(<Writing onSend={onSend} />);
    const send = screen.getByRole('button', { name: 'Send' });
    expect(send.getAttribute('aria-disabled')).toBe('true');
    write('  \n ');
    fireEvent.click(send);
    expect(onSend).not.toHaveBeenCalled();
  });

  it('keeps a text that is too long, counted in bytes, and tells by how much', () => {
    const onSend = vi.fn();
    render(<Writing onSend={onSend} limit={10} />);
    write('你好你好');
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(onSend).not.toHaveBeenCalled();
    expect(field().value).toBe('你好你好');
    expect(screen.getByRole('alert').textContent).toBe('About 1 character too long');
  });

  it('asks a phone for a send key', () => {
    render(<Writing onSend={() => {}} />);
    expect(field().getAttribute('enterkeyhint')).toBe('send');
  });
});
