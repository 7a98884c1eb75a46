// A raw relay on npm's ws: every text message goes to all of its room, the sender included.
import { WebSocketServer } from 'ws';

const port = Number(process.argv[2] ?? 8082);
const rooms = new Map();
const server = new WebSocketServer({ host: '127.0.0.1', port, path: '/ws' });

server.on('connection', (socket, request) => {
  const room = new URL(request.url, 'http://localhost').searchParams.get('conversation_id');
  if (!rooms.has(room)) rooms.set(room, new Set());
  rooms.get(room).add(socket);
  socket.on('message', (bytes) => {
    const text = bytes.toString();
    for (const member of rooms.get(room)) member.send(text);
  });
  socket.on('close', () => rooms.get(room).delete(socket));
});
server.on('listening', () => console.log(`listening on http://127.0.0.1:${port}`));
