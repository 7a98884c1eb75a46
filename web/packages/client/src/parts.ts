// What a page hands over to see more of a conversation than its messages: the seam between
// conversation.ts and the entries `receipts`, `staff` and `typing`.

import type { Log } from './log.ts';
import type { Request } from './request.ts';
import type { Timer } from './timer.ts';
import type { ConversationSnapshot, LoggedMessage } from './types.ts';
import type { ClientFrame, Seq, ServerFrame, Update } from './wire.ts';

export interface PartOptions {
  id: number;
  principal: string;
  /** The log that visitors and staff share. */
  everyone: Log;
  request: Request;
  now(): number;
  timer(): Timer;
  send(frame: ClientFrame): void;
  changed(): void;
}

export interface ConversationPart {
  /** What it adds to the snapshot. */
  shown(): Partial<ConversationSnapshot>;
  /** Events of the logs in their order, and every frame that is of no log. */
  hear(frame: ServerFrame): void;
  close?(): void;
}

export interface TypingPart extends ConversationPart {
  /** This side types; '' when it has taken back what it typed. */
  type(text?: string): void;
  /** What was typed is a message now: the message itself ends the dots. */
  sent(): void;
}

export interface ReceiptsPart extends ConversationPart {
  read(): ConversationSnapshot['read'];
  /** With every page that is loaded afresh. */
  load(): Promise<void>;
  mark(seq?: Seq): void;
}

export interface StaffOptions extends PartOptions {
  /** The log of private notes beside everyone's. */
  notes: Log;
}

export interface StaffPart extends ConversationPart {
  /** What was changed, as a page of everyone's log has it. */
  learn(updates: readonly Update[], afresh: boolean): void;
  /** Both logs' messages in one order. */
  merge(messages: LoggedMessage[], notes: LoggedMessage[]): LoggedMessage[];
  /** Loads the notes that belong between the messages that are loaded. */
  fill(): Promise<void>;
}
