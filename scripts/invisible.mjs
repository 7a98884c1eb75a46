#!/usr/bin/env node
// Makes the table of code points that show nothing, for the server and for the SDK, from one
// source: the Unicode properties of the engine that runs this script.
//
//   scripts/invisible.mjs
//
// Writes protocol/invisible.json (the golden file that the tests of both sides check),
// src/base/invisible_table.h and web/packages/client/src/invisible.ts. Run it when a new Unicode is
// worth having; the tables change only here, so that a page never sends what the server refuses.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** White space in a name: Zs, and TAB, LF, VT, FF, CR, which names refuse by another rule. */
const SPACE = /[\p{Zs}\t-\r]/u;
/** Joiners and variation selectors: letters and emoji are written with them. */
const JOINER = /[\u200c\u200d\p{Variation_Selector}]/u;
/**
 * White_Space, Default_Ignorable_Code_Point, Cc, Cf, Zl, Zp; and two that no property names: the
 * braille pattern without dots and the null notehead.
 */
const NOTHING =
  /[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u2800\u{1d159}]/u;
/** Prepended_Concatenation_Mark: Cf, but seen, around the digits that follow. */
const SEEN = /[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]/u;

function kindOf(point) {
  const char = String.fromCodePoint(point);
  if (!NOTHING.test(char) || SEEN.test(char)) return null;
  if (SPACE.test(char)) return 'space';
  return JOINER.test(char) ? 'joiner' : 'hidden';
}

const ranges = [];
for (let point = 0; point <= 0x10ffff; point += 1) {
  if (point >= 0xd800 && point < 0xe000) continue;
  const kind = kindOf(point);
  const last = ranges.at(-1);
  if (last?.kind === kind && last.last === point - 1) last.last = point;
  else if (kind !== null) ranges.push({ first: point, last: point, kind });
}

const unicode = process.versions.unicode;
const hex = (point) => `0x${point.toString(16).toUpperCase().padStart(4, '0')}`;
const made = `Made by scripts/invisible.mjs from Unicode ${unicode}.`;

const rows = ranges.map(({ first, last, kind }) => `    [${first}, ${last}, "${kind}"]`);
writeFileSync(
  `${root}protocol/invisible.json`,
  `{\n  "unicode": "${unicode}",\n  "ranges": [\n${rows.join(',\n')}\n  ]\n}\n`,
);
const lines = ranges.map(
  ({ first, last, kind }) => `    {${hex(first)}, ${hex(last)}, Invisible::${kind}},\n`,
);
writeFileSync(
  `${root}src/base/invisible_table.h`,
  `// ${made}
#pragma once

#include <array>

#include "base/invisible.h"

namespace walkie {

struct InvisibleRange {
  char32_t first;
  char32_t last;
  Invisible kind;
};

// Ascending, without overlap.
constexpr std::array<InvisibleRange, ${ranges.length}> invisible_ranges{{
${lines.join('')}}};

}  // namespace walkie
`,
);

const escape = (point) =>
  point > 0xffff
    ? `\\u{${point.toString(16)}}`
    : `\\u${point.toString(16).padStart(4, '0')}`;
/** Parts of a character class, a line of source each. */
const partsOf = (kind) => {
  const parts = [''];
  for (const range of ranges.filter((each) => each.kind === kind)) {
    const { first, last } = range;
    const text = first === last ? escape(first) : `${escape(first)}-${escape(last)}`;
    if (parts[0].length + text.length > 80) parts.unshift('');
    parts[0] += text;
  }
  return parts.reverse().map((part) => `  '${part.replaceAll('\\', '\\\\')}',\n`);
};
const list = (name, kind) => `export const ${name} = [\n${partsOf(kind).join('')}].join('');\n`;
writeFileSync(
  `${root}web/packages/client/src/invisible.ts`,
  `// ${made} The server has the same table.
// Parts of a character class of a regular expression with the flag \`u\`.

${list('SPACES', 'space')}${list('JOINERS', 'joiner')}${list('HIDDEN', 'hidden')}`,
);
