/**
 * The marks within one line. The scanner goes forward once. Opening marks wait on a stack; a closing
 * mark takes the nearest opener of its kind. Nothing is searched twice: the steps grow with the length.
 */
import { addressEnd, MAX_ADDRESS, schemeAt, targetOf } from './address.ts';
import { pairs } from './brackets.ts';
import {
  charAt,
  charBefore,
  isBlank,
  isHidden,
  isQuote,
  isSpaceless,
  isWord,
  mayBegin,
  mayFollow,
  mayPrecede,
} from './chars.ts';
import { merged } from './merged.ts';
import type { Meter } from './meter.ts';
import { type Opener, Openers, type Sign } from './openers.ts';
import type { Inline } from './tree.ts';

/** How deep marks may stand within marks. */
const MAX_DEPTH = 4;
/** A label longer than this (in UTF-16 units) stays text. */
const MAX_LABEL = 300;

/** Emoji and some scripts are written with these. */
const JOINERS = /\u200c|\u200d|\ufe0f/;

export function parseInline(source: string, meter: Meter): Inline[] {
  return new Scanner(source, meter).scan();
}

class Scanner {
  private readonly out: Inline[] = [];
  private readonly openers: Openers;
  /** The closing bracket of each opening one, without white space between them. */
  private readonly brackets: ReadonlyMap<number, number>;
  /** From here on, a run of one or of two backticks has no partner. */
  private readonly codeless = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  private at = 0;
  private copied = 0;
  private words = 0;
  private hidden = 0;

  constructor(
    private readonly source: string,
    private readonly meter: Meter,
  ) {
    this.brackets = pairs(source, meter);
    this.openers = new Openers(meter);
  }

  scan(): Inline[] {
    while (this.at < this.source.length) {
      this.meter.steps += 1;
      const char = charAt(this.source, this.at);
      if (!this.take(char)) {
        if (isWord(char)) this.words += 1;
        else if (isHidden(char) && !JOINERS.test(char)) this.hidden += 1;
        this.at += char.length;
      }
    }
    this.flush(this.at);
    return merged(this.out);
  }

  private take(char: string): boolean {
    switch (char) {
      case '`':
        return this.takeCode();
      case '*':
      case '_':
        return this.takeRun(char);
      case '[':
        this.open('[', this.at);
        return true;
      case ']':
        return this.takeLabelled();
      case 'h':
      case 'H':
      case 'm':
      case 'M':
        return this.takeAddress();
      default:
        return false;
    }
  }

  /** Makes a text node of what was passed since the last node. */
  private flush(end: number): void {
    if (end > this.copied) {
      this.out.push({ type: 'text', text: this.source.slice(this.copied, end) });
    }
    this.copied = end;
  }

  private put(inline: Inline, end: number): void {
    this.flush(this.at);
    this.out.push(inline);
    this.words += 1;
    this.at = end;
    this.copied = end;
  }

  private open(sign: Sign, at: number): void {
    this.flush(at);
    const { words, hidden } = this;
    const place = this.out.length;
    this.openers.push({ sign, at, place, words, hidden });
    this.at = at + sign.length;
    this.flush(this.at);
  }

  /** Puts everything since the opener into one node. A character is moved at most MAX_DEPTH times. */
  private wrap(opener: Opener, make: (children: Inline[]) => Inline, end: number): void {
    const children = this.out.splice(opener.place + 1);
    this.meter.steps += children.length;
    this.out[opener.place] = make(merged(children));
    this.at = end;
    this.copied = end;
  }

  private takeRun(char: '*' | '_'): boolean {
    const { source, at } = this;
    let end = at;
    while (source[end] === char) end += 1;
    this.meter.steps += end - at;
    const length = end - at;
    if (length > (char === '*' ? 3 : 1)) return this.pass(end);
    const before = charBefore(source, at);
    const after = charAt(source, end);
    const quoted = isQuote(before) && isQuote(after);
    if (!quoted && !isBlank(before) && mayFollow(after) && this.closeRun(char, length, end)) {
      return true;
    }
    if (quoted || !mayPrecede(before) || !mayBegin(after)) return this.pass(end);
    this.open(char === '_' ? '_' : (source.slice(at, end) as Sign), at);
    return true;
  }

  private pass(end: number): boolean {
    this.at = end;
    return true;
  }

  /** `***` closes what three signs opened, or the nearest two marks at once. */
  private closeRun(char: '*' | '_', length: number, end: number): boolean {
    const sign = char.repeat(length) as Sign;
    const [outer, inner] = this.openers.lastTwo();
    const two = length === 3 && inner !== undefined && inner.sign !== '***';
    if (!two || outer === undefined || `${outer.sign}${inner.sign}` !== '***') {
      return this.style(sign, end);
    }
    if (!this.style(inner.sign, this.at + inner.sign.length)) return false;
    return this.style(outer.sign, end) || this.pass(end);
  }

  private style(sign: Sign, end: number): boolean {
    if (!this.openers.has(sign)) return false;
    this.flush(this.at);
    const opener = this.openers.close(sign);
    if (opener === null || opener.words === this.words) return false;
    // 长*宽*高 is a measure: one sign between such letters on both sides is not certainly a mark.
    const before = charBefore(this.source, opener.at);
    const after = charAt(this.source, end);
    if (sign.length === 1 && isSpaceless(before) && isSpaceless(after)) return false;
    const depth = opener.depth + (sign === '***' ? 2 : 1);
    if (depth > MAX_DEPTH) return false;
    this.wrap(opener, (children) => styled(sign, children), end);
    this.openers.contain(depth, opener.link);
    return true;
  }

  /** `` `a` `` and ``` ``a`` ```, with the same neighbours as other marks. */
  private takeCode(): boolean {
    const { source, at } = this;
    let from = at;
    while (source[from] === '`') from += 1;
    const length = from - at;
    this.meter.steps += length;
    if (length > 2 || at >= (this.codeless[length - 1] as number)) return this.pass(from);
    const before = charBefore(source, at);
    if (before === '`' || !mayPrecede(before) || isBlank(charAt(source, from))) {
      return this.pass(from);
    }
    const close = this.closingTicks(from, length);
    if (close === -1) {
      this.codeless[length - 1] = at;
      return this.pass(from);
    }
    const text = source.slice(from, close);
    const end = close + length;
    if (isBlank(charBefore(source, close)) || !mayFollow(charAt(source, end))) {
      return this.pass(end);
    }
    this.put({ type: 'code', text }, end);
    return true;
  }

  private closingTicks(from: number, length: number): number {
    for (let index = from; index < this.source.length; ) {
      this.meter.steps += 1;
      if (this.source[index] !== '`') {
        index += 1;
        continue;
      }
      const start = index;
      while (this.source[index] === '`') index += 1;
      this.meter.steps += index - start;
      if (index - start === length) return start;
    }
    return -1;
  }

  private takeAddress(): boolean {
    const { source, at } = this;
    if (schemeAt(source, at) === 0) return false;
    const before = charBefore(source, at);
    if (isWord(before) && !isSpaceless(before)) return false;
    const end = addressEnd(source, at, this.meter);
    const text = source.slice(at, end);
    const target = end - at > MAX_ADDRESS ? null : targetOf(text, text, this.meter);
    if (target === null) {
      this.words += 1;
      return this.pass(Math.max(end, at + 1));
    }
    this.put({ type: 'link', ...target, children: [{ type: 'text', text }] }, end);
    this.openers.contain(1, true);
    return true;
  }

  /** `[label](address)`: the label has no line break, no link of its own and nothing hidden. */
  private takeLabelled(): boolean {
    const { source, at } = this;
    const opener = this.openers.close('[');
    if (opener === null || source[at + 1] !== '(' || schemeAt(source, at + 2) === 0) return false;
    const close = this.brackets.get(at + 1);
    if (close === undefined) return false;
    const label = source.slice(opener.at + 1, at);
    const certain =
      label.length <= MAX_LABEL && this.words > opener.words && this.hidden === opener.hidden;
    const target = certain ? targetOf(source.slice(at + 2, close), label, this.meter) : null;
    // It cannot be a link: pass all of it, so that no part of it is looked at again.
    if (target === null) return this.pass(close + 1);
    this.flush(at);
    const plain = opener.link || opener.depth + 1 > MAX_DEPTH;
    const wrapped = (children: Inline[]): Inline => ({
      type: 'link',
      ...target,
      children: plain ? [{ type: 'text', text: label }] : children,
    });
    this.wrap(opener, wrapped, close + 1);
    this.openers.contain(plain ? 1 : opener.depth + 1, true);
    return true;
  }
}

function styled(sign: Sign, children: Inline[]): Inline {
  if (sign === '***') return { type: 'bold', children: [{ type: 'italic', children }] };
  return { type: sign === '**' ? 'bold' : 'italic', children };
}
