import type { Inline } from './parse.ts';

const MAX_DEPTH = 4;
const MAX_TRIES = 32;
/** Characters that may start something; everything else is copied. */
const SPECIAL = /[*_`[]|https?:\/\/|mailto:/gi;
/** An address ends at white space, quotes, brackets and the punctuation of Chinese text. */
const ADDRESS = /^(?:https?:\/\/|mailto:)[^\s<>"'`，。！？；：、（）《》“”‘’【】]+/i;
const LABELLED = /^\[([^[\]\n]{1,300})\]\((\S{1,2000}?)\)/;
const WORD = /[A-Za-z0-9]/;

export function parseInline(source: string, depth = 0): Inline[] {
  const out: Inline[] = [];
  const scan = new RegExp(SPECIAL);
  let copied = 0;
  for (let match = scan.exec(source); match !== null; match = scan.exec(source)) {
    const found = take(source, match.index, depth);
    if (found === null) {
      scan.lastIndex = match.index + 1;
      continue;
    }
    if (match.index > copied) out.push({ type: 'text', text: source.slice(copied, match.index) });
    out.push(found.inline);
    copied = found.end;
    scan.lastIndex = copied;
  }
  if (copied < source.length) out.push({ type: 'text', text: source.slice(copied) });
  return out;
}

interface Found {
  readonly inline: Inline;
  readonly end: number;
}

function take(source: string, at: number, depth: number): Found | null {
  const sign = source[at];
  if (sign === '`') return takeCode(source, at);
  if (sign === '[') return takeLabelled(source, at, depth);
  if (sign === '*' || sign === '_') {
    if (depth >= MAX_DEPTH) return null;
    return source.startsWith('**', at)
      ? takeStyled(source, at, '**', depth)
      : takeStyled(source, at, sign, depth);
  }
  return takeAddress(source, at);
}

function takeCode(source: string, at: number): Found | null {
  const end = source.indexOf('`', at + 1);
  if (end <= at + 1) return null;
  return { inline: { type: 'code', text: source.slice(at + 1, end) }, end: end + 1 };
}

/** `2*3*4` and `snake_case_names` stay as they are: a sign inside a word styles nothing. */
function takeStyled(source: string, at: number, mark: string, depth: number): Found | null {
  const from = at + mark.length;
  if (blank(source[from])) return null;
  if (mark !== '**' && WORD.test(source[at - 1] ?? '')) return null;
  // Few candidates and not too far: the bound keeps a message of asterisks linear.
  let end = source.indexOf(mark, from + 1);
  for (let tries = 0; tries < MAX_TRIES && end !== -1 && end < from + 2000; tries += 1) {
    if (closes(source, end, mark)) {
      const children = parseInline(source.slice(from, end), depth + 1);
      const type = mark === '**' ? 'bold' : 'italic';
      return { inline: { type, children }, end: end + mark.length };
    }
    end = source.indexOf(mark, end + 1);
  }
  return null;
}

function closes(source: string, end: number, mark: string): boolean {
  if (blank(source[end - 1])) return false;
  if (mark === '**') return true;
  const after = source[end + 1] ?? '';
  return after !== mark && source[end - 1] !== mark && !WORD.test(after);
}

function takeLabelled(source: string, at: number, depth: number): Found | null {
  const match = LABELLED.exec(source.slice(at, at + 2400));
  if (match === null) return null;
  const href = safeAddress(match[2] as string);
  if (href === null) return null;
  const label = match[1] as string;
  const parsed = depth < MAX_DEPTH ? parseInline(label, depth + 1) : [];
  const inside = parsed.length > 0 && !parsed.some(hasLink);
  const children: Inline[] = inside ? parsed : [{ type: 'text', text: label }];
  return { inline: { type: 'link', href, children }, end: at + match[0].length };
}

function hasLink(inline: Inline): boolean {
  return inline.type === 'link' || ('children' in inline && inline.children.some(hasLink));
}

function takeAddress(source: string, at: number): Found | null {
  if (WORD.test(source[at - 1] ?? '')) return null;
  const match = ADDRESS.exec(source.slice(at, at + 2000));
  if (match === null) return null;
  const text = trimmed(match[0]);
  const href = safeAddress(text);
  if (href === null) return null;
  return {
    inline: { type: 'link', href, children: [{ type: 'text', text }] },
    end: at + text.length,
  };
}

/** The full stop of the sentence and the bracket around the address are not part of it. */
function trimmed(address: string): string {
  let text = address.replace(/[.,;:!?*_~]+$/, '');
  while (text.endsWith(')') && count(text, ')') > count(text, '(')) {
    text = text.slice(0, -1).replace(/[.,;:!?*_~]+$/, '');
  }
  return text;
}

/** Only http, https and mailto; anything else stays text. */
function safeAddress(address: string): string | null {
  try {
    const url = new URL(address);
    if (url.protocol === 'mailto:') return url.pathname.includes('@') ? url.href : null;
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
  } catch {
    return null;
  }
}

function count(text: string, sign: string): number {
  return text.split(sign).length - 1;
}

function blank(char: string | undefined): boolean {
  return char === undefined || /\s/.test(char);
}
