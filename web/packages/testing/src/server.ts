// The one fake world: a server's conversations, their logs and what it answers about them. It keeps
// the rules of protocol/SPEC.md that clients rely on: gapless seqs, a repeated client_id is one
// message (S1b), pages from the newest on. How its frames travel is the business of who uses it.

import type {
  Actor,
  Answer,
  ClientFrame,
  Conversation,
  EventFrame,
  Message,
  RequestBody,
  ServerFrame,
  Update,
} from '@walkie/wire';
import {
  eventOf,
  frameOf,
  messageOf,
  newConversationOf,
  type StaffConversation,
  updateOf,
} from './rows.ts';

type Post = Pick<RequestBody<'post_message'>, 'conversation_id' | 'content'> & {
  sender: Actor & { avatar_url?: string | null };
  client_id?: string;
  note?: boolean;
  created_at?: string;
};

export class FakeServer {
  epoch = 'e1';
  /** Cursors below this seq are void. */
  trimmedBefore = 0;
  readonly rows = new Map<number, StaffConversation>();
  private readonly logs = new Map<string, EventFrame[]>();
  private readonly changed = new Map<EventFrame, string>();
  private ids = 0;
  /** As the server counts them (decision 0097): the id of a note says nothing of its place. */
  private noteIds = 2 ** 52;

  /** Gets every event after it is in its log; those with a channel are for staff only. */
  publish: (event: EventFrame) => void = () => {};

  /** `now` in milliseconds. */
  constructor(private readonly now: () => number = Date.now) {}

  /** The row of a conversation; one that was not put into `rows` begins empty. */
  row(id: number): StaffConversation {
    const row = this.rows.get(id) ?? newConversationOf({ id });
    this.rows.set(id, row);
    return row;
  }

  log(id: number, staff = false): EventFrame[] {
    const key = `${id}${staff ? ' staff' : ''}`;
    const log = this.logs.get(key) ?? [];
    this.logs.set(key, log);
    return log;
  }

  head(id: number, staff = false): number {
    return this.log(id, staff).length;
  }

  /** The messages of one log as they are now, in the order in which they were posted. */
  messages(id: number, staff = false): Message[] {
    const found = new Map<number, Message>();
    for (const event of this.log(id, staff))
      if (event.type !== 'conversation_update') found.set(event.data.id, event.data);
    return [...found.values()];
  }

  message(id: number): Message | undefined {
    const events = [...this.logs.values()].flat();
    const event = events.findLast(
      ({ type, data }) => type !== 'conversation_update' && (data as Message).id === id,
    );
    return event?.data as Message | undefined;
  }

  /** Posts a message; one whose sender and client_id are known is that message (S1b). */
  post({ sender, note = false, ...post }: Post): { message: Message; created: boolean } {
    const { conversation_id: id, content } = post;
    const client_id =
      post.client_id ?? `made-by-the-server-${this.ids + this.noteIds - 2 ** 52 + 1}`;
    const known = this.messages(id, note).find(
      (one) => one.client_id === client_id && one.sender.id === sender.id,
    );
    if (known) return { message: known, created: false };
    const message = messageOf({
      id: note ? ++this.noteIds : ++this.ids,
      conversation_id: id,
      seq: this.head(id, note) + 1,
      client_id,
      sender: { avatar_url: null, ...sender },
      content,
      created_at: post.created_at ?? this.time(),
      ...(note && { channel: 'staff' }),
    });
    if (!note) this.preview(message);
    this.append(eventOf(message), note);
    return { message, created: true };
  }

  /** Also brings back what was deleted. */
  edit(message: Message, content: string): Message {
    const edited_at = this.time();
    return this.rewrite('message_edited', { ...message, content, edited_at, deleted_at: null });
  }

  delete(message: Message): Message {
    return this.rewrite('message_deleted', { ...message, content: '', deleted_at: this.time() });
  }

  /**
   * An agent changes fields of the row; `shown` is what the event tells beside them. `staff`: fields
   * that only staff see.
   */
  change(
    id: number,
    fields: Partial<StaffConversation>,
    shown: Partial<Update['data']> = {},
    staff = false,
  ): StaffConversation {
    const row = Object.assign(this.row(id), fields);
    const at = { conversation_id: id, seq: this.head(id, staff) + 1 };
    const place = { ...at, ...(staff && { channel: 'staff' as const }) };
    const event = updateOf({ changed: fields, ...shown }, place);
    this.changed.set(event, this.time());
    this.append(event, staff);
    return row;
  }

  /** A page of messages, as GET /messages answers. */
  messagePage(query: URLSearchParams): Answer<'list_messages'> {
    const id = Number(query.get('conversation_id'));
    const staff = query.get('channel') === 'staff';
    const limit = Number(query.get('limit') ?? 50);
    if (query.has('after_seq'))
      return this.pageAfter(id, staff, Number(query.get('after_seq')), limit);
    const before = Number(query.get('before_seq') ?? Number.MAX_SAFE_INTEGER);
    const older = this.messages(id, staff).filter(({ seq }) => seq < before);
    const items = older.slice(-limit);
    const from = items[0]?.seq ?? 0;
    const next = older.length > items.length ? String(from) : null;
    const page = { items, next, head_seq: this.head(id, staff), epoch: this.epoch };
    if (query.get('updates') !== 'true' || staff) return page;
    const updates = this.updates(id).filter(
      ({ seq }) => seq < before && (next === null || seq > from),
    );
    return { ...page, updates };
  }

  private pageAfter(id: number, staff: boolean, after: number, limit: number) {
    const newer = this.messages(id, staff).filter(({ seq }) => seq > after);
    const items = newer.slice(0, limit);
    const to = items.at(-1)?.seq ?? 0;
    const next = newer.length > items.length ? String(to) : null;
    const updates = this.updates(id).filter(
      ({ seq }) => seq > after && (next === null || seq <= to),
    );
    return { items, next, head_seq: this.head(id, staff), epoch: this.epoch, updates };
  }

  /** What GET /conversations/{id}/events answers at once. */
  eventPage(id: number, query: URLSearchParams): Answer<'list_events'> {
    const staff = query.get('channel') === 'staff';
    const after = Number(query.get('after'));
    const page = { epoch: this.epoch, head_seq: this.head(id, staff) };
    if (this.isVoid(after, query.get('epoch'))) return { ...page, reset: true, events: [] };
    return { ...page, events: this.log(id, staff).filter(({ seq }) => seq > after) };
  }

  /** What a subscription is answered: the backlog of the logs that this person may see. */
  backlog(frame: Extract<ClientFrame, { type: 'subscribe' }>, staff: boolean): ServerFrame[] {
    const { conversation_id: id, staff_since, epoch } = frame;
    const at = { conversation_id: id };
    const since = frame.since ?? this.head(id);
    const heads = {
      head_seq: this.head(id),
      ...(staff && { staff_head_seq: this.head(id, true) }),
    };
    const subscribed = frameOf('subscribed', { ...heads, epoch: this.epoch }, at);
    if (this.isVoid(since, epoch)) {
      return [subscribed, frameOf('reset', { epoch: this.epoch, head_seq: heads.head_seq }, at)];
    }
    const notes = staff ? this.log(id, true) : [];
    return [
      subscribed,
      ...this.log(id).filter(({ seq }) => seq > since),
      ...notes.filter(({ seq }) => seq > (staff_since ?? 0)),
      frameOf('synced', heads, at),
    ];
  }

  /** The answer to a ping of somebody who follows these conversations. */
  pong(ids: Iterable<number>, staff: boolean): ServerFrame {
    const heads = (notes: boolean) =>
      Object.fromEntries([...ids].map((id) => [id, this.head(id, notes)]));
    return frameOf('pong', { heads: heads(false), ...(staff && { staff_heads: heads(true) }) });
  }

  private time(): string {
    return new Date(this.now()).toISOString();
  }

  private isVoid(since: number, epoch: string | null | undefined): boolean {
    return (!!epoch && epoch !== this.epoch) || since < this.trimmedBefore;
  }

  private updates(id: number): Update[] {
    return this.log(id).flatMap((event) =>
      event.type === 'conversation_update'
        ? [{ ...event, created_at: this.changed.get(event) ?? this.time() }]
        : [],
    );
  }

  private rewrite(type: 'message_edited' | 'message_deleted', message: Message): Message {
    const { conversation_id, channel } = message;
    this.append(eventOf(message, type, this.head(conversation_id, !!channel) + 1), !!channel);
    return message;
  }

  private append(event: EventFrame, staff: boolean): void {
    const row = this.row(event.conversation_id);
    row.version += 1;
    row[staff ? 'staff_last_seq' : 'last_seq'] = event.seq;
    this.log(event.conversation_id, staff).push(event);
    this.publish(event);
  }

  /** What a list shows of the newest message. */
  private preview({ conversation_id, content, created_at, sender_is_agent }: Message): void {
    const row = this.row(conversation_id);
    const shown: Partial<Conversation> = {
      last_message: content,
      last_message_at: created_at,
      last_message_is_agent: sender_is_agent,
      unread: sender_is_agent ? row.unread : Math.min(100, row.unread + 1),
    };
    Object.assign(row, shown);
  }
}
