import { type Block, type Inline, parse } from './parse.ts';

/** React's and Preact's `createElement`, and anything else of that shape. */
export type CreateElement<Node> = (
  tag: string,
  props: Record<string, string | number> | null,
  ...children: (Node | string)[]
) => Node;

/** A message's content as elements of whichever library `create` belongs to. */
export function render<Node>(content: string, create: CreateElement<Node>): Node[] {
  return parse(content).map((block, key) => blockNode(block, key, create));
}

function blockNode<Node>(block: Block, key: number, create: CreateElement<Node>): Node {
  if (block.type === 'paragraph') {
    return create('p', { key }, ...inlineNodes(block.children, create));
  }
  if (block.type === 'code') {
    return create('pre', { key }, create('code', null, block.text));
  }
  const items = block.items.map((item, index) =>
    create('li', { key: index }, ...inlineNodes(item, create)),
  );
  return block.ordered
    ? create('ol', { key, start: block.start }, ...items)
    : create('ul', { key }, ...items);
}

function inlineNodes<Node>(
  inlines: readonly Inline[],
  create: CreateElement<Node>,
): (Node | string)[] {
  return inlines.map((inline, key) => inlineNode(inline, key, create));
}

function inlineNode<Node>(inline: Inline, key: number, create: CreateElement<Node>): Node | string {
  switch (inline.type) {
    case 'text':
      return inline.text;
    case 'break':
      return create('br', { key });
    case 'code':
      return create('code', { key }, inline.text);
    case 'bold':
      return create('strong', { key }, ...inlineNodes(inline.children, create));
    case 'italic':
      return create('em', { key }, ...inlineNodes(inline.children, create));
    case 'link':
      return create('a', linkProps(inline.href, key), ...inlineNodes(inline.children, create));
  }
}

/** The title shows where a labelled link really leads. */
function linkProps(href: string, key: number): Record<string, string | number> {
  const rel = 'noopener noreferrer nofollow';
  return { key, href, target: '_blank', rel, title: href };
}
