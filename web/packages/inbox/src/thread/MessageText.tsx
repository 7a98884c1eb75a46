import { type CreateElement, render } from '@walkie/text';
import { createElement, memo, type ReactNode } from 'react';

interface MessageTextProps {
  readonly content: string;
  /** The links of one message are reached by Tab: those beside the menu that is (useRoving). */
  readonly reachable: boolean;
}

/** The content as elements; see packages/text. Each line has the direction of its own script. */
export const MessageText = memo(function MessageText({ content, reachable }: MessageTextProps) {
  return (
    <div className="prose-message" dir="auto">
      {render<ReactNode>(content, reachable ? createElement : skippedByTab)}
    </div>
  );
});

const skippedByTab: CreateElement<ReactNode> = (tag, props, ...children) =>
  createElement(tag, tag === 'a' ? { ...props, tabIndex: -1 } : props, ...children);
