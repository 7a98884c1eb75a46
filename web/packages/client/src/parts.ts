// What a page hands over to see more of a conversation than its messages: the seam between
// conversation.ts and the entries `receipts`, `staff` and `typing`.

import type { Log } from './log.ts';
import type { Request } from './request.ts';
import type { Rows } from './rows.ts';
import type { Timer } from './timer.ts';
import type { ConversationSnapshot, LoggedMessage } from './types.ts';
import type { ClientFrame, Seq, ServerFrame, Update } from './wire.ts';

export interface PartOptions {
  id: number;
  principal: string;
  /** The log that visitors and staff share. */
  everyone: Log;
  /** Of all conversations; a row is there while it is held. */
  rows: Rows;
  request: Request;
  now(): number;
  timer(): Timer;
  send(frame: ClientFrame): void;
  changed(): void;
}

export interface ConversationPart {
  /** What it adds to the snapshot. */
  shown(): Partial<ConversationSnapshot>;
  /** Gets the events of the logs in order, and every frame that belongs to no log. */
  hear(frame: ServerFrame): void;
  close?(): void;
}

export interface TypingPart extends ConversationPart {
  /** The person types; '' when the field is empty again. */
  type(text?: string): void;
  /** The text was sent as a message. The message itself ends the typing sign at the other side. */
  sent(): void;
}

export interface ReceiptsPart extends ConversationPart {
  read(): ConversationSnapshot['read'];
  /** Called whenever the first page is loaded. */
  load(): Promise<void>;
  mark(seq?: Seq): void;
}

export interface StaffOptions extends PartOptions {
  /** The log of private notes beside everyone's. */
  notes: Log;
}

export interface StaffPart extends ConversationPart {
  /** Gets the updates of a page of the public log. */
  learn(updates: readonly Update[], afresh: boolean): void;
  /** Both logs' messages in one order. */
  merge(messages: LoggedMessage[], notes: LoggedMessage[]): LoggedMessage[];
  /** Loads the notes that belong between the messages that are loaded. */
  fill(): Promise<void>;
}
