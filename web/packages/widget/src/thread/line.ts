// One message as the thread draws it, whatever the SDK calls its parts.

/** How far the visitor's own message has come. Each is shown with an icon and a word. */
export type Progress = 'pending' | 'sent' | 'delivered' | 'seen' | 'failed';

export interface Line {
  /** The client_id where there is one: it stays the same when a pending bubble settles. */
  key: string;
  /** Its place in the log; null: not there yet. */
  seq: number | null;
  at: number;
  mine: boolean;
  /** Who speaks; consecutive lines of one speaker stand together. */
  speaker: string;
  name: string;
  avatar_url: string | null;
  text: string;
  edited: boolean;
  deleted: boolean;
  /** Only for the visitor's own. */
  progress: Progress | null;
  /** The server's code for why it was not sent. */
  code: string | null;
  /** What may help: another text, or trying again. */
  remedy: 'edit' | 'retry';
}
