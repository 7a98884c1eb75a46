// The same relay on Socket.IO, WebSocket transport only.
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const port = Number(process.argv[2] ?? 8083);
const http = createServer();
const server = new Server(http, { transports: ['websocket'], serveClient: false });

server.on('connection', (socket) => {
  const room = `room-${socket.handshake.query.conversation_id}`;
  socket.join(room);
  socket.on('m', (text) => server.to(room).emit('m', text));
});
http.listen(port, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${port}`));
