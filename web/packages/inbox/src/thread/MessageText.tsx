import { render } from '@walkie/text';
import { createElement, memo, type ReactNode } from 'react';

/** The content as elements; see packages/text. */
export const MessageText = memo(function MessageText({ content }: { content: string }) {
  return <div className="prose-message">{render<ReactNode>(content, createElement)}</div>;
});
