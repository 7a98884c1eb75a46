import { render } from '@walkie/text';
import { h, type VNode } from 'preact';

/** A message's text: the small subset of markup as elements, never HTML. */
export const MessageText = ({ text }: { text: string }) => <>{render<VNode>(text, h)}</>;
