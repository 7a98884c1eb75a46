// What can be measured. Each scenario checks what it receives while it measures: an event missing,
// doubled or out of order is counted, and fails the run.
#pragma once

#include <string>

namespace walkie::bench {

struct Options {
  std::string host = "127.0.0.1";
  int port = 8080;
  int pid = 0;         // the server's process, for CPU and memory
  double seconds = 5;  // measured, after a tenth of it to warm up
  int rooms = 1000;    // fanout: rooms; send: conversations
  int members = 3;     // fanout: connections in each room
  int window = 1;      // fanout: messages in flight per room; send: 1
  int bytes = 204;     // fanout: payload
  double rate = 0;     // messages a second, all together; 0: as fast as they come back
  int connections = 15000;
  int listeners = 2;           // send: connections that listen to each conversation
  std::string flavor = "raw";  // raw, socketio (Engine.IO 4), walkie (with credentials), original
  bool tls = false;            // speak TLS; any certificate will do
  std::string key;             // an API key; storms and sends make their conversations with it
};

// Each prints one JSON object; 0 when nothing was lost, doubled or out of order.
int fan_out(const Options& options);       // B1
int idle(const Options& options);          // B2, B7
int durable_send(const Options& options);  // B3, B4, B5
int resume_storm(const Options& options);  // B6

}  // namespace walkie::bench
