// protocol/examples against the types of src/wire.ts: each file is assigned to its type by the
// compiler (the generated list below is type-checked), and fed to the client at run time.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { httpFallback } from '../src/http.ts';
import { createClient } from '../src/index.ts';
import { showReceipts } from '../src/receipts.ts';
import { showNotes } from '../src/staff.ts';
import { showTyping } from '../src/typing.ts';
import { World } from './world.ts';

const web = fileURLToPath(new URL('../../..', import.meta.url));
const examples = join(web, '../protocol/examples');
const files = readdirSync(examples).filter((name) => name.endsWith('.json'));
const read = (name: string) => readFileSync(join(examples, name), 'utf8');

/** Which type an example must fit; the longest prefix counts. */
const types: Record<string, string> = {
  'server.': 'ServerFrame',
  'client.': 'ClientFrame',
  'problem.': 'Problem',
  'body.agent.': 'Agent',
  'body.agent_list.': 'List<Agent>',
  'body.conversation_': 'Conversation',
  'body.conversation_counts.': 'Counts',
  'body.conversation_list.': 'List<Conversation>',
  'body.event_page': 'EventPage',
  'body.inbox_list': 'List<Inbox>',
  'body.me_': 'Me',
  'body.message.': 'Message',
  'body.message_list.': 'MessagePage',
  'body.message_note.': 'Message',
  'body.message_with_head.': 'Message & { head_seq: Seq }',
  'body.read_position.':
    '{ conversation_id: number; read_seq: Seq; received_seq: Seq; head_seq: Seq }',
  'body.setup_state.': '{ set_up: boolean }',
  'body.signed_in.': '{ agent: Agent }',
  'body.visitor_with_token.': '{ visitor: Visitor; token: string }',
};
/** What this client never sends: its messages go by POST, and its pings name no heads. */
const unsent = /^client\.(message|ping_heads)/;

const typeOf = (name: string) =>
  Object.entries(types)
    .filter(([prefix]) => name.startsWith(prefix))
    .sort(([a], [b]) => b.length - a.length)[0]?.[1];

const folder = mkdtempSync(join(tmpdir(), 'walkie-golden-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('golden examples', () => {
  it('fit the types of the wire', () => {
    const lines = files.flatMap((name, i) => {
      const type = typeOf(name);
      if (!type || unsent.test(name)) return [];
      return `export const example${i}: ${type} = ${read(name)}; // ${name}`;
    });
    expect(lines.length).toBeGreaterThan(50);
    const names = [
      ...new Set(Object.values(types).flatMap((type) => type.match(/\b[A-Z]\w+/g) ?? [])),
    ];
    const wire = join(web, 'packages/client/src/wire.ts');
    const source = `import type { ${names.join(', ')} } from '${wire}';\n${lines.join('\n')}\n`;
    writeFileSync(join(folder, 'examples.ts'), source);
    const config = {
      extends: join(web, 'tsconfig.base.json'),
      compilerOptions: { noUnusedLocals: false },
      include: [join(folder, '*.ts')],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const tsc = join(web, 'node_modules/.bin/tsc');
    const run = () => execFileSync(tsc, ['-p', folder], { encoding: 'utf8', stdio: 'pipe' });
    try {
      run();
    } catch (error) {
      expect.fail(String((error as { stdout: string }).stdout));
    }
  }, 60_000);

  it('every example but the requests has a type', () => {
    const untyped = files.filter((name) => !typeOf(name) && !name.startsWith('request.'));
    expect(untyped).toEqual([]);
  });

  it.each(files.filter((name) => name.startsWith('server.')))('%s is taken in', async (name) => {
    const world = new World(1);
    const tab = world.tab({ type: 'agent', id: 3, name: 'Ana' });
    const client = createClient({
      ...tab.env(),
      baseUrl: 'http://walkie.test',
      principal: 'agent:3',
      http: httpFallback,
      receipts: showReceipts,
      typing: showTyping,
      staff: showNotes,
      log: false,
    });
    const chat = client.conversation(123);
    await world.run(1000);
    const frame = JSON.parse(read(name));
    for (const socket of world.server.sockets) socket.onmessage?.({ data: JSON.stringify(frame) });
    await world.run(1000);
    if (frame.type === 'typing')
      expect(chat.getSnapshot().typing).toEqual(
        frame.data.text === undefined && frame.data.sender.id === 3
          ? chat.getSnapshot().typing
          : [frame.data],
      );
    if (frame.type === 'presence') expect(chat.getSnapshot().presence).toEqual(frame.data);
    if (frame.type === 'read') expect(chat.getSnapshot().read.theirs).toBe(8);
    expect(chat.getSnapshot().id).toBe(123);
    client.close();
  });
});
