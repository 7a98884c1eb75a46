/** What a message's text is parsed into. */
export type Inline =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'bold' | 'italic'; readonly children: readonly Inline[] }
  | {
      readonly type: 'link';
      readonly href: string;
      /** Where it leads, to be shown after the text; null where the text shows it itself. */
      readonly host: string | null;
      readonly children: readonly Inline[];
    };

/** A line of a list. `mark` is what was typed before the text: indentation, sign or number, spaces. */
export interface Item {
  readonly mark: string;
  readonly children: readonly Inline[];
}

/** Blocks stand one below the other: exactly one line break is between two. */
export type Block =
  | { readonly type: 'lines'; readonly children: readonly Inline[] }
  /** `language`: the word after the opening fence, shown as a first line; '' where there is none. */
  | { readonly type: 'code'; readonly language: string; readonly text: string }
  | { readonly type: 'list'; readonly items: readonly Item[] };
