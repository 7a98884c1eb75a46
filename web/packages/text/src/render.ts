import { parse } from './parsed.ts';
import { named } from './plain.ts';
import type { Block, Inline } from './tree.ts';
import { pieces } from './visible.ts';

/** React's and Preact's `createElement`, and anything else of that shape. */
export type CreateElement<Node> = (
  tag: string,
  props: Record<string, string | number> | null,
  ...children: (Node | string)[]
) => Node;

/**
 * A message's content as elements of whichever library `create` belongs to. They belong into one element
 * with `dir="auto"`, `white-space: pre-wrap` and `unicode-bidi: plaintext`: line breaks and spaces are
 * text, so what is selected and copied is what was typed. The classes begin with `said-`.
 */
export function render<Node>(content: string, create: CreateElement<Node>): (Node | string)[] {
  return parse(content).flatMap((block, key) => {
    const nodes = blockNodes(block, key, create);
    return key === 0 ? nodes : ['\n', ...nodes];
  });
}

type Nodes<Node> = (Node | string)[];

function blockNodes<Node>(block: Block, key: number, create: CreateElement<Node>): Nodes<Node> {
  if (block.type === 'lines') return inlineNodes(block.children, create, `${key}`);
  if (block.type === 'code') {
    const { language, text } = block;
    const first = create('span', { key: 'language', className: 'said-language' }, language);
    const children = language === '' ? [] : [first, '\n'];
    const props = { key: `${key}`, className: 'said-code', dir: 'ltr' };
    return [create('code', props, ...children, ...texts(text, create, 'c'))];
  }
  const items = block.items.flatMap((item, index) => {
    const props = { key: `${index}`, className: 'said-item', role: 'listitem', dir: 'auto' };
    const node = create('span', props, item.mark, ...inlineNodes(item.children, create, 'i'));
    return index === 0 ? [node] : ['\n', node];
  });
  return [create('span', { key: `${key}`, className: 'said-list', role: 'list' }, ...items)];
}

function inlineNodes<Node>(
  inlines: readonly Inline[],
  create: CreateElement<Node>,
  key: string,
): Nodes<Node> {
  return inlines.flatMap((inline, index) => inlineNode(inline, create, `${key}.${index}`));
}

function inlineNode<Node>(inline: Inline, create: CreateElement<Node>, key: string): Nodes<Node> {
  switch (inline.type) {
    case 'text':
      return texts(inline.text, create, key);
    case 'code':
      return [create('code', { key, dir: 'auto' }, ...texts(inline.text, create, 'c'))];
    case 'bold':
      return [create('strong', { key }, ...inlineNodes(inline.children, create, 'b'))];
    case 'italic':
      return [create('em', { key }, ...inlineNodes(inline.children, create, 'i'))];
    case 'link':
      return [link(inline, create, key)];
  }
}

/** The text of the link and, unless that text shows it, the host where it really leads. */
function link<Node>(
  { href, host, children }: Extract<Inline, { type: 'link' }>,
  create: CreateElement<Node>,
  key: string,
): Node {
  const rel = 'noopener noreferrer nofollow';
  const dir = host === null ? 'ltr' : 'auto';
  const props = { key, href, target: '_blank', rel, title: href, dir };
  const where = { key: 'host', className: 'said-host', dir: 'ltr' };
  const more = host === null ? [] : [create('span', where, named(host))];
  const shown = host === null ? addressNodes(children, create) : inlineNodes(children, create, 'l');
  return create('a', props, ...shown, ...more);
}

/** The scheme stays with the host; after that a line may end behind each of these signs. */
const PARTS = /(?:^[a-z][a-z+.-]*:\/\/)?[^/?&=#]+[/?&=#]*|[/?&=#]+/gi;

/** An address may break where its parts end, so that no name in it is torn while a line has room. */
function addressNodes<Node>(children: readonly Inline[], create: CreateElement<Node>): Nodes<Node> {
  return children.flatMap((inline, index) => {
    if (inline.type !== 'text') return inlineNode(inline, create, `l.${index}`);
    const parts = inline.text.match(PARTS) ?? [];
    return parts.flatMap((part, at) => {
      const key = `l.${index}.${at}`;
      const nodes = texts(part, create, key);
      return at === 0 ? nodes : [create('wbr', { key }), ...nodes];
    });
  });
}

/** A text, with the characters that would change the order of what is shown by their names. */
function texts<Node>(text: string, create: CreateElement<Node>, key: string): Nodes<Node> {
  return pieces(text).flatMap((piece, index) => {
    if (piece === '') return [];
    const props = { key: `${key}.o${index}`, className: 'said-control', dir: 'ltr' };
    return [index % 2 === 0 ? piece : create('span', props, piece)];
  });
}
