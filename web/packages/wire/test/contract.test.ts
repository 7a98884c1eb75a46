// The generated types are exact: every schema has its name, and nothing is left vague.

import { readFileSync } from 'node:fs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type {
  Agent,
  Answer,
  ClientFrame,
  Conversation,
  ConversationHint,
  FrameData,
  List,
  Message,
  QueryOf,
  RequestBody,
  ServerFrame,
} from '../index.d.ts';

const here = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const contract = here('../dist/contract.d.ts');

describe('the generated types', () => {
  it('name every schema and every frame', () => {
    const openapi = here('../../../../protocol/openapi.yaml');
    const [, part = ''] = /^ {2}schemas:\n((?: {4}.*\n|\n)*)/m.exec(openapi) ?? [];
    const schemas = part.match(/^ {4}\w+(?=:)/gm) ?? [];
    const frames = JSON.parse(here('../../../../protocol/frames.schema.json')).$defs;
    const named = new Set(contract.match(/(?<=^export type )\w+(?= =)/gm));
    const missing = schemas.map((line) => line.trim()).filter((name) => !named.has(name));
    expect(missing).toEqual([]);
    expect(schemas.length).toBeGreaterThan(40);
    const nameless = Object.keys(frames).filter((name) => {
      const frame = `${name.replace(/(?:^|_)(\w)/g, (_, c: string) => c.toUpperCase())}Frame`;
      return !named.has(name) && !named.has(frame);
    });
    expect(nameless).toEqual([]);
  });

  it('are vague only where the wire is', () => {
    const vague = contract
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .split('\n')
      // Headers of answers may have any name.
      .filter((line) => /\b(unknown|any)\b/.test(line) && !/^\s*\[name/.test(line));
    expect(vague.map((line) => line.trim())).toEqual([
      // What a message frame may have inside `data`, and the answer of GET /openapi.json.
      'data?: Record<string, unknown>;',
      '"application/json": Record<string, unknown>;',
    ]);
  });

  // What follows is checked by the compiler.
  it('tell what an operation takes and answers', () => {
    expectTypeOf<Answer<'list_agents'>>().toEqualTypeOf<List<Agent>>();
    expectTypeOf<Answer<'post_message'>>().toExtend<Message & { head_seq: number }>();
    expectTypeOf<Answer<'sign_out'>>().toEqualTypeOf<undefined>();
    expectTypeOf<RequestBody<'mark_read'>>().toEqualTypeOf<{ seq: number }>();
    expectTypeOf<QueryOf<'list_conversations'>['status']>().toEqualTypeOf<
      Conversation['status'] | undefined
    >();
  });

  it('know what a hint of the inbox does not have', () => {
    expectTypeOf<Conversation>().toExtend<ConversationHint>();
    expectTypeOf<ConversationHint>().not.toHaveProperty('unread');
    expectTypeOf<FrameData<'inbox'>['conversation']>().toEqualTypeOf<ConversationHint>();
  });

  it('narrow frames by their type', () => {
    expectTypeOf<FrameData<'new_message'>>().toEqualTypeOf<Message>();
    expectTypeOf<Extract<ClientFrame, { type: 'read' }>['seq']>().toEqualTypeOf<number>();
    // @ts-expect-error: there is no such frame.
    expectTypeOf<Extract<ServerFrame, { type: 'shout' }>>().not.toBeNever();
  });
});
