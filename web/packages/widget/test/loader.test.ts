import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WalkieWidget } from '../src/loader/api.ts';
import { mountWidget } from '../src/loader/widget.ts';

const origin = 'https://chat.example.com';
const options = { origin, inbox: '1', lang: 'en-GB', theme: 'auto' as const, left: false };
const key = 'walkie:1:token';

let widget: WalkieWidget;
const shadow = () => document.querySelector('walkie-widget')?.shadowRoot as ShadowRoot;
const button = () => shadow().querySelector('button') as HTMLButtonElement;
const frame = () => shadow().querySelector<HTMLIFrameElement>('.p > *');
const badge = () => shadow().querySelector('b')?.textContent;

/** What the frame hears, and a way for it to speak. */
function connectFrame() {
  const heard: unknown[] = [];
  const inner = { postMessage: (...spoken: unknown[]) => heard.push(spoken) };
  Object.defineProperty(frame(), 'contentWindow', { value: inner });
  const say = (data: unknown, from: string = origin, source: unknown = inner) =>
    window.dispatchEvent(
      Object.assign(new Event('message'), { data, origin: from, source }) as MessageEvent,
    );
  return { heard, say };
}

// happy-dom would try to fetch the frame's page: in its place stands an element that does nothing.
const create = document.createElement.bind(document);

// A page goes with all its observers; here each test has to end its own.
const observers: MutationObserver[] = [];
class Observer extends MutationObserver {
  constructor(callback: MutationCallback) {
    super(callback);
    observers.push(this);
  }
}
vi.stubGlobal('MutationObserver', Observer);

beforeEach(() => {
  vi.spyOn(document, 'createElement').mockImplementation((name: string) =>
    create(name === 'iframe' ? 'inert-frame' : name),
  );
  localStorage.clear();
  sessionStorage.clear();
  vi.spyOn(window, 'scrollTo').mockImplementation(() => {});
  widget = mountWidget(options);
});

afterEach(() => {
  for (const observer of observers.splice(0)) observer.disconnect();
  for (const host of document.querySelectorAll('walkie-widget')) host.remove();
  delete window.Walkie;
  document.documentElement.style.overflow = '';
});

describe('what the frame asks the page to keep', () => {
  const keep = (name: string, value: string | null) => ({ walkie: 1, type: 'keep', name, value });

  it('comes back with the next init, and goes when it is forgotten', () => {
    widget.open();
    const { heard, say } = connectFrame();
    say(keep('walkie:1:draft', 'half a thought'));
    say(keep('walkie.outbox visitor:7 a', '{}'));
    say(keep('gone', 'x'));
    say(keep('gone', null));
    say(keep('foreign', 'x'), 'https://evil.example');
    say({ ...keep('number', null), value: 7 });
    say({ walkie: 1, type: 'hello' });
    expect(heard.at(-1)).toMatchObject([
      { kept: { 'walkie:1:draft': 'half a thought', 'walkie.outbox visitor:7 a': '{}' } },
      origin,
    ]);
    expect(Object.keys((heard.at(-1) as [{ kept: object }])[0].kept)).toHaveLength(2);
    widget.forget();
    say({ walkie: 1, type: 'hello' });
    expect(heard.at(-1)).toMatchObject([{ kept: {} }, origin]);
    expect(Object.keys(localStorage).filter((name) => name.includes('kept'))).toEqual([]);
  });

  it('is few and short', () => {
    widget.open();
    const { say } = connectFrame();
    say(keep('long', 'x'.repeat(40_001)));
    for (let i = 0; i < 60; i++) say(keep(`n${i}`, 'x'));
    const kept = () => Object.keys(localStorage).filter((name) => name.includes(':kept:'));
    expect(kept()).toHaveLength(50);
    say(keep('n0', 'changed'));
    expect(localStorage.getItem('walkie:1:kept:n0')).toBe('changed');
  });
});

describe('the launcher', () => {
  it('is a labelled button, and loads no frame before anybody wants one', () => {
    expect(button().ariaLabel).toBe('Open chat');
    expect(button().ariaExpanded).toBe('false');
    expect(frame()).toBe(null);
  });

  it('uses no markup in strings and no style elements or attributes', () => {
    widget.open();
    expect(shadow().querySelector('style')).toBe(null);
    expect(shadow().querySelector('[style]:not(.p)')).toBe(null);
    expect(shadow().adoptedStyleSheets).toHaveLength(1);
  });

  it('loads the frame on hover, with the inbox and its own origin', () => {
    button().dispatchEvent(new Event('pointerenter'));
    expect(frame()?.src).toBe(`${origin}/frame?inbox=1#${encodeURIComponent(location.origin)}`);
    expect(frame()?.title).toBe('Chat');
  });

  it('opens and closes, and says so', () => {
    const events: string[] = [];
    widget.on('open', () => events.push('open'));
    const off = widget.on('close', () => events.push('close'));
    button().click();
    expect(button().ariaExpanded).toBe('true');
    expect(widget.isOpen).toBe(true);
    widget.close();
    off();
    widget.toggle();
    widget.toggle();
    expect(events).toEqual(['open', 'close', 'open']);
  });

  it('closes on Esc and gives the focus back', () => {
    widget.open();
    button().dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    expect(widget.isOpen).toBe(false);
    expect(shadow().activeElement).toBe(button());
  });

  it('survives a listener of the host page that throws', () => {
    const report = vi.fn();
    vi.stubGlobal('reportError', report);
    widget.on('open', () => {
      throw new Error('host');
    });
    widget.open();
    expect(widget.isOpen).toBe(true);
    expect(report).toHaveBeenCalledOnce();
    vi.unstubAllGlobals();
  });
});

describe('on the host page', () => {
  it('hangs beside the body and comes back when the page removes it', async () => {
    widget.open();
    const host = document.querySelector('walkie-widget');
    expect(host?.parentElement).toBe(document.documentElement);
    host?.remove();
    await vi.waitFor(() => expect(document.querySelector('walkie-widget')).toBe(host));
    expect(widget.isOpen).toBe(true);
  });

  it('tells the frame again what it needs once it has loaded again', async () => {
    widget.open();
    const { heard, say } = connectFrame();
    say({ walkie: 1, type: 'hello' });
    document.querySelector('walkie-widget')?.remove();
    await vi.waitFor(() => expect(document.querySelector('walkie-widget')).not.toBe(null));
    say({ walkie: 1, type: 'hello' });
    expect(heard).toHaveLength(2);
    const again = { type: 'init', open: true, focus: false };
    expect(heard[1]).toEqual([expect.objectContaining(again), origin]);
  });

  it('makes the browser name the site to the server, and tries again after silence', () => {
    widget.open();
    const silent = frame();
    expect(silent?.referrerPolicy).toBe('origin');
    widget.close();
    widget.open();
    expect(frame()).toBe(silent);
    silent?.dispatchEvent(new Event('load'));
    widget.close();
    widget.open();
    expect(frame()).not.toBe(silent);
    expect(silent?.isConnected).toBe(false);
  });
});

describe('what the frame says', () => {
  it('is answered with what it needs, to its exact origin', () => {
    localStorage.setItem(key, 'secret');
    widget.open();
    const { heard, say } = connectFrame();
    say({ walkie: 1, type: 'hello' });
    expect(heard).toEqual([
      [
        expect.objectContaining({ type: 'init', token: 'secret', lang: 'en-GB', open: true }),
        origin,
      ],
    ]);
  });

  it('is not heard from another origin or another window', () => {
    widget.open();
    const { heard, say } = connectFrame();
    say({ walkie: 1, type: 'hello' }, 'https://evil.example');
    say({ walkie: 1, type: 'hello' }, origin, window);
    say({ walkie: 1, type: 'token', token: 'planted' }, 'null');
    say({ walkie: 1, type: 'close' }, origin, null);
    expect(heard).toEqual([]);
    expect(localStorage.getItem(key)).toBe(null);
    expect(widget.isOpen).toBe(true);
  });

  it('is not spoken to before its hello: it may still be an empty page', () => {
    widget.open();
    const { heard, say } = connectFrame();
    widget.close();
    expect(heard).toEqual([]);
    say({ walkie: 1, type: 'hello' });
    widget.open();
    expect(heard.at(-1)).toEqual([{ walkie: 1, type: 'visible', open: true, focus: true }, origin]);
  });

  it('keeps and drops the token on the host', () => {
    widget.open();
    const { say, heard } = connectFrame();
    say({ walkie: 1, type: 'hello' });
    say({ walkie: 1, type: 'token', token: 'abc' });
    expect(localStorage.getItem(key)).toBe('abc');
    widget.forget();
    expect(localStorage.getItem(key)).toBe(null);
    expect(heard.at(-1)).toEqual([{ walkie: 1, type: 'forget' }, origin]);
  });

  it('is told to forget as soon as it can hear, when the page asked before', () => {
    localStorage.setItem(key, 'abc');
    widget.forget();
    widget.forget();
    expect(localStorage.getItem(key)).toBe(null);
    const { say, heard } = connectFrame();
    say({ walkie: 1, type: 'hello' });
    // With the token, so that it is ended on the server too.
    expect(heard).toMatchObject([
      [{ type: 'init', token: 'abc' }, origin],
      [{ walkie: 1, type: 'forget' }, origin],
    ]);
    // Once is enough: what the visitor says later is not forgotten by the next page of the frame.
    say({ walkie: 1, type: 'hello' });
    expect(heard.at(-1)).toMatchObject([{ type: 'init', token: null }, origin]);
  });

  it('puts unread messages on the badge and into the label while closed', () => {
    button().dispatchEvent(new Event('pointerenter'));
    const { say } = connectFrame();
    const counts: number[] = [];
    widget.on('unread', ({ count }) => counts.push(count));
    say({ walkie: 1, type: 'unread', count: 2 });
    expect(badge()).toBe('2');
    expect(button().ariaLabel).toBe('Open chat, 2 unread');
    say({ walkie: 1, type: 'unread', count: 100 });
    expect(badge()).toBe('99+');
    widget.open();
    expect(badge()).toBe('');
    say({ walkie: 1, type: 'unread', count: 0 });
    expect(counts).toEqual([2, 100, 0]);
  });

  it('closes the panel and gives the focus back', () => {
    widget.open();
    const { say } = connectFrame();
    say({ walkie: 1, type: 'close' });
    expect(widget.isOpen).toBe(false);
    expect(shadow().activeElement).toBe(button());
  });

  it('tells the host page about a message without its text', () => {
    widget.open();
    const { say } = connectFrame();
    const seen = vi.fn();
    widget.on('message', seen);
    const extra = { content: 'private' };
    say({ walkie: 1, type: 'message', id: 4, conversation_id: 1, sender_is_agent: true, ...extra });
    expect(seen).toHaveBeenCalledWith({ id: 4, conversation_id: 1, sender_is_agent: true });
  });
});

describe('a returning visitor', () => {
  it('gets the frame without a click once the page is idle', () => {
    const idle = vi.fn((work: () => void) => work());
    vi.stubGlobal('requestIdleCallback', idle);
    localStorage.setItem(key, 'abc');
    for (const host of document.querySelectorAll('walkie-widget')) host.remove();
    mountWidget(options);
    expect(idle).toHaveBeenCalled();
    expect(frame()).not.toBe(null);
    expect(button().ariaExpanded).toBe('false');
    vi.unstubAllGlobals();
  });
});

describe('a phone', () => {
  it('follows the visual viewport, holds the page and gives its place back', () => {
    for (const host of document.querySelectorAll('walkie-widget')) host.remove();
    const view = Object.assign(new EventTarget(), { height: 400, offsetTop: 12, scale: 1 });
    vi.stubGlobal('visualViewport', view);
    vi.stubGlobal('matchMedia', (query: string) =>
      Object.assign(new EventTarget(), { matches: query.includes('600px'), media: query }),
    );
    vi.stubGlobal('scrollY', 730);
    widget = mountWidget(options);
    const panel = shadow().querySelector('.p') as HTMLElement;
    widget.open();
    expect(panel.style.height).toBe('400px');
    expect(panel.style.transform).toBe('translateY(12px)');
    expect(document.documentElement.style.overflow).toBe('hidden');
    view.height = 250;
    view.dispatchEvent(new Event('resize'));
    expect(panel.style.height).toBe('250px');
    view.scale = 2;
    view.height = 100;
    view.dispatchEvent(new Event('resize'));
    expect(panel.style.height).toBe('250px');
    widget.close();
    expect(panel.style.height).toBe('');
    expect(document.documentElement.style.overflow).toBe('');
    expect(window.scrollTo).toHaveBeenCalledWith(expect.objectContaining({ top: 730 }));
    vi.unstubAllGlobals();
  });
});
