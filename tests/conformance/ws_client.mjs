// npm's `ws` as a client of the relay, run by peers_test.py:
//
//     node ws_client.mjs CASE URL [OPTIONS as JSON, for `new WebSocket`]
//
// Prints what was agreed on when all went well; says what did not and exits with 1 otherwise.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createRequire } from "node:module";

const require = createRequire(new URL("../../web/package.json", import.meta.url));
const { WebSocket } = require("ws");

const [, , name, url, options = "{}"] = process.argv;
const messages = [
  "",
  "hello",
  "你好 😀 ".repeat(500),
  "x".repeat(200_000),
  Buffer.alloc(0),
  Buffer.from([0, 255]),
  randomBytes(100_000),
];

async function open() {
  const socket = new WebSocket(url, JSON.parse(options));
  socket.inbox = [];
  socket.on("message", (data, binary) => socket.inbox.push(binary ? data : data.toString()));
  await once(socket, "open");
  return socket;
}

async function next(socket) {
  while (socket.inbox.length === 0) await once(socket, "message");
  return socket.inbox.shift();
}

async function closed(socket, code, reason) {
  socket.close(code, reason);
  const [got] = await once(socket, "close"); // RFC 6455 5.5.1: the code comes back, a reason need not
  assert.equal(got, code);
}

const cases = {
  async echo() {
    const socket = await open();
    for (const message of messages) {
      socket.send(message);
      assert.deepEqual(await next(socket), message);
    }
    socket.send("in ", { fin: false });
    socket.send("many ", { fin: false });
    socket.send("fragments", { fin: true });
    assert.equal(await next(socket), "in many fragments");
    for (const message of messages) socket.send(message);
    for (const message of messages) assert.deepEqual(await next(socket), message);
    await closed(socket, 1000, "done");
    return socket.extensions;
  },

  async ping() {
    const socket = await open();
    for (const payload of ["", "are you there", "p".repeat(125)]) {
      const pong = once(socket, "pong");
      socket.ping(payload);
      assert.equal((await pong)[0].toString(), payload);
    }
    await closed(socket, 4321, "bye");
    return "";
  },

  async room() {
    const members = [];
    for (let i = 0; i < 5; ++i) members.push(await open());
    for (const member of members) {
      member.send("here"); // its own word coming back says that it has joined
      while ((await next(member)) !== "here");
    }
    for (let i = 0; i < 100; ++i) members[0].send(`message ${i}`);
    for (const member of members) {
      for (let i = 0; i < 100; ) {
        const text = await next(member);
        if (text !== "here") assert.equal(text, `message ${i++}`);
      }
      await closed(member, 1000, "");
    }
    return "";
  },

  async tooLarge() {
    const socket = await open();
    socket.send("x".repeat(2000));
    assert.equal((await once(socket, "close"))[0], 1009);
    return "";
  },

  async refused() {
    const socket = new WebSocket(url);
    const [request, response] = await once(socket, "unexpected-response");
    request.destroy(); // a listener of this event has to
    return String(response.statusCode);
  },
};

try {
  console.log(await cases[name]());
} catch (failure) {
  console.error(failure);
  process.exit(1);
}
