/** Addresses in a message: where one ends, whether it may be a link, and where it really leads. */
import { charAt, isHidden, isSpaceless } from './chars.ts';
import type { Meter } from './meter.ts';

/** An address longer than this (in UTF-16 units) stays text. */
export const MAX_ADDRESS = 2000;
const SCHEME = /https?:\/\/|mailto:/iy;
const OPENS = '([{';
const CLOSES = ')]}';
/** Punctuation of a sentence. It belongs to an address only when more of the address follows. */
const TRAILING = /[.,;:!?*_~'|([{·]/;

/** The length of the scheme that begins at `at`: `http://`, `https://` or `mailto:`; else 0. */
export function schemeAt(text: string, at: number): number {
  SCHEME.lastIndex = at;
  return SCHEME.exec(text)?.[0].length ?? 0;
}

/**
 * Where the address that begins at `at` ends. One pass forward: brackets must be balanced, the signs of
 * the sentence after it are not part of it, and neither is a second address behind a comma.
 */
export function addressEnd(text: string, at: number, meter: Meter): number {
  const first = at + schemeAt(text, at);
  const scan: AddressScan = {
    ...{ text, meter, open: [0, 0, 0], host: true, idn: false, ascii: false, letters: false },
  };
  let end = first;
  for (let index = first; index < text.length; ) {
    meter.steps += 1;
    const char = charAt(text, index);
    if (endsAddress(scan, char, index)) break;
    const bracket = OPENS.indexOf(char);
    if (bracket !== -1) scan.open[bracket] = (scan.open[bracket] ?? 0) + 1;
    const closing = CLOSES.indexOf(char);
    if (closing !== -1) scan.open[closing] = (scan.open[closing] ?? 0) - 1;
    if (scan.host && (char === '/' || char === '?' || char === '#')) scan.host = false;
    if (/[/?#&=]/.test(char)) scan.letters = false;
    if (char === '.' || char === '@') scan.ascii = false;
    else if (/[a-z:]/i.test(char)) scan.ascii = true;
    index += char.length;
    if (!TRAILING.test(char)) end = index;
  }
  return end;
}

interface AddressScan {
  readonly text: string;
  readonly meter: Meter;
  /** How many of each bracket are open. */
  readonly open: number[];
  /** Still in the host. */
  host: boolean;
  /** The host is written in a script without spaces, so its letters do not end the address. */
  idn: boolean;
  /** This label of the host has an ASCII letter, or it is the port. */
  ascii: boolean;
  /** This part of the path has letters of such a script, so it is written in it. */
  letters: boolean;
}

function endsAddress(scan: AddressScan, char: string, index: number): boolean {
  const { text } = scan;
  if (char.charCodeAt(0) < 128) {
    if (/[\s<>"`\\^]/.test(char) || isHidden(char)) return true;
    const closing = CLOSES.indexOf(char);
    if (closing !== -1) return (scan.open[closing] ?? 0) <= 0;
    if (scan.host && /[(){}!$&'*;|,]/.test(char)) return true;
    return /[,;|]/.test(text[index - 1] ?? '') && schemeAt(text, index) > 0;
  }
  if (isHidden(char) || !/[\p{L}\p{M}\p{N}·]/u.test(char)) return true;
  // No label of a host mixes ASCII with another script: https://example.comпривет ends before it.
  if (!isSpaceless(char)) return scan.host && scan.ascii && /(?!\p{sc=Latin})\p{L}/u.test(char);
  // 请看https://example.com谢谢: such a script may follow directly, unless the host is written in it.
  const before = text[index - 1] ?? '';
  if (!scan.host) return !inPath(scan, before, index);
  if (/[/.]/.test(before)) scan.idn = true;
  return !scan.idn || /[\w%-]/.test(before);
}

/**
 * https://example.com/产品/第2章: right after a letter or a digit of ASCII such a script is the sentence's,
 * unless this part of the path is written in it, or the path goes on behind it (/2024年报.pdf).
 */
function inPath(scan: AddressScan, before: string, index: number): boolean {
  scan.letters ||= !/[a-z0-9]/i.test(before) || goesOn(scan, index);
  return scan.letters;
}

/** After these letters comes what only an address has. They are read once: else the address ends here. */
function goesOn({ text, meter }: AddressScan, index: number): boolean {
  let end = index;
  for (let char = charAt(text, end); isSpaceless(char); char = charAt(text, end)) {
    meter.steps += 1;
    end += char.length;
  }
  return /^(?:[/?#&=]|\.[a-z0-9])/i.test(text.slice(end, end + 2));
}

export interface Target {
  readonly href: string;
  /** The host as the browser will ask for it; null where the text already shows it. */
  readonly host: string | null;
}

/**
 * Where an address leads, or null when it is none that may be followed: only http, https and mailto.
 * `shown`: the text of the link. The host is named unless the text is an address with that very host;
 * so a label, a user name before an @, or letters that look like others, cannot hide it.
 */
export function targetOf(address: string, shown: string, meter: Meter): Target | null {
  meter.steps += address.length + shown.length;
  if (address.length > MAX_ADDRESS || schemeAt(address, 0) === 0) return null;
  if (/^mailto:/i.test(address)) {
    const mail = address.slice('mailto:'.length);
    const href = mailto(mail);
    if (href === null) return null;
    return { href, host: shown === address || shown === mail ? null : mail };
  }
  try {
    const url = new URL(address);
    if (url.hostname === '') return null;
    return { href: url.href, host: showsHost(shown, url.host) ? null : url.host };
  } catch {
    return null;
  }
}

function showsHost(shown: string, host: string): boolean {
  const match = /^https?:\/\/([^/?#]*)/i.exec(shown);
  const named = match?.[1]?.toLowerCase();
  return named === host || named === `${host}:443` || named === `${host}:80`;
}

const ATOM = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+$/u;
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?$/u;

/**
 * An e-mail address as a link, or null when it is not exactly one address (RFC 5322 addr-spec as a
 * dot-atom, at most 254 characters). Everything that could end the address is percent-encoded, so no
 * text can add a recipient, a subject or a body.
 */
export function mailto(address: string): string | null {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  if (at < 1 || local.length > 64 || address.length > 254) return null;
  if (!local.split('.').every((atom) => ATOM.test(atom))) return null;
  const labels = domain.split('.');
  if (!labels.every((label) => label.length <= 63 && LABEL.test(label))) return null;
  try {
    return `mailto:${encodeURIComponent(local)}@${encodeURIComponent(domain)}`;
  } catch {
    return null; // A lone surrogate.
  }
}
