import { describe, expect, it } from 'vitest';
import { keepIn } from '../src/bridge/keep.ts';
import { isToFrame, isToHost } from '../src/bridge/messages.ts';

describe('messages between loader and frame', () => {
  it('takes what the other side really says', () => {
    expect(isToHost({ walkie: 1, type: 'hello' })).toBe(true);
    expect(isToHost({ walkie: 1, type: 'token', token: null })).toBe(true);
    expect(isToHost({ walkie: 1, type: 'unread', count: 3 })).toBe(true);
    expect(isToFrame({ walkie: 1, type: 'visible', open: true, focus: false })).toBe(true);
    const init = { walkie: 1, type: 'init', token: 't', lang: 'en', theme: 'dark', open: false };
    expect(isToFrame(init)).toBe(true);
  });

  it.each([
    null,
    'close',
    42,
    {},
    { type: 'close' },
    { walkie: 2, type: 'close' },
    { walkie: 1, type: 'toString' },
    { walkie: 1, type: '__proto__' },
    { walkie: 1, type: 'unread', count: -1 },
    { walkie: 1, type: 'unread', count: '3' },
    { walkie: 1, type: 'unread', count: Number.NaN },
    { walkie: 1, type: 'token' },
    { walkie: 1, type: 'token', token: { toString: () => 'x' } },
  ])('refuses %j', (value) => {
    expect(isToHost(value)).toBe(false);
  });

  it.each([
    { walkie: 1, type: 'visible', open: 'yes', focus: true },
    { walkie: 1, type: 'init', token: null, lang: 'en', theme: 'purple', open: true },
    { walkie: 1, type: 'init', token: 7, lang: 'en', theme: 'auto', open: true },
    { walkie: 1, type: 'hello' },
  ])('the frame refuses %j', (value) => {
    expect(isToFrame(value)).toBe(false);
  });
});

describe('storage that never throws', () => {
  it('falls back to memory when the browser blocks it', () => {
    const keep = keepIn(() => {
      throw new DOMException('blocked', 'SecurityError');
    });
    expect(keep.get('a')).toBe(null);
    keep.set('a', '1');
    expect(keep.get('a')).toBe('1');
    keep.set('a', null);
    expect(keep.get('a')).toBe(null);
  });

  it('remembers in memory what no longer fits, and is true again once it does', () => {
    const area = new Map<string, string>();
    let full = true;
    const keep = keepIn(
      () =>
        ({
          getItem: (key: string) => area.get(key) ?? null,
          setItem(key: string, value: string) {
            if (full) throw new DOMException('full', 'QuotaExceededError');
            area.set(key, value);
          },
          removeItem: (key: string) => area.delete(key),
        }) as unknown as Storage,
    );
    keep.set('a', 'kept');
    expect(keep.get('a')).toBe('kept');
    full = false;
    keep.set('a', 'stored');
    expect(keep.get('a')).toBe('stored');
    expect(area.get('a')).toBe('stored');
  });
});
