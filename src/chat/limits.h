// Every limit of the product on one page, with its default. Config fills it once at start; nobody
// changes it afterwards, so any thread may read it.
//
// The unit is in the name. Where the comment says "0: no limit", 0 switches the limit off.
#pragma once

#include <cstdint>

namespace walkie {

struct Limits {
  // What people write.
  std::int64_t content_bytes = 16 * 1024;  // of UTF-8, one message
  std::int64_t client_id_bytes = 64;
  std::int64_t name_bytes = 200;
  std::int64_t email_bytes = 254;
  std::int64_t password_bytes_min = 8;
  std::int64_t password_bytes_max = 1024;
  std::int64_t typing_text_bytes = 0;  // staff see what a visitor is typing; 0: they do not
  std::int64_t restore_s = 60;         // a sender may bring back what it deleted; 0: never

  // WebSocket frames and messages, incoming.
  std::int64_t frame_bytes = 64 * 1024;
  std::int64_t message_bytes = 64 * 1024;   // all fragments together
  std::int64_t inflated_bytes = 64 * 1024;  // after permessage-deflate
  std::int64_t fragments_per_message = 64;
  std::int64_t control_frames = 10;  // ping, pong, close of the client in control_window_ms
  std::int64_t control_window_ms = 10'000;

  // HTTP.
  std::int64_t http_header_bytes = 16 * 1024;  // a parent domain's cookies come too
  std::int64_t http_header_fields = 100;
  std::int64_t http_header_timeout_ms = 10'000;
  std::int64_t http_idle_timeout_ms = 75'000;  // keep-alive, between two requests
  std::int64_t body_bytes = 64 * 1024;
  std::int64_t body_bytes_per_s = 1024;  // slower bodies are cut
  std::int64_t long_poll_wait_ms = 25'000;

  // How fast; token buckets: rate and burst. 0 as rate: no limit.
  std::int64_t visitor_messages_per_s = 1;
  std::int64_t visitor_messages_burst = 10;
  std::int64_t agent_messages_per_s = 10;
  std::int64_t agent_messages_burst = 50;
  std::int64_t visitor_reads_per_s = 10;  // GET of a list or a row, and each resume
  std::int64_t visitor_reads_burst = 100;
  std::int64_t agent_reads_per_s = 100;
  std::int64_t agent_reads_burst = 1'000;
  std::int64_t visitor_changes_per_s = 5;  // PATCH, DELETE, read and received positions
  std::int64_t visitor_changes_burst = 50;
  std::int64_t agent_changes_per_s = 50;
  std::int64_t agent_changes_burst = 500;
  // What is created is charged, not the attempt. An address (IPv6: a /64) may be an office of 500.
  std::int64_t conversations_per_hour = 5;            // new ones of one visitor; 0: no limit
  std::int64_t address_conversations_per_hour = 600;  // new ones from one address; 0: no limit
  std::int64_t visitors_per_hour = 600;               // new ones from one address; 0: no limit
  std::int64_t refusals_per_minute = 60;  // refused attempts at these of one visitor; 0: no limit
  std::int64_t address_refusals_per_minute = 600;  // and from one address; 0: no limit
  std::int64_t rate_keys = 65'536;                 // visitors, agents and addresses in memory
  std::int64_t handshakes_per_s = 1'000;           // all addresses together; 0: no limit
  std::int64_t handshakes_burst = 2'000;

  // How many at once. 0: no limit.
  std::int64_t connections_per_visitor = 10;
  std::int64_t connections_per_agent = 20;
  std::int64_t connections_per_address = 100;  // that have not sent a request yet
  // HTTP connections of one address, whatever they do; above it the one that is idle longest goes.
  std::int64_t kept_connections_per_address = 512;
  // WebSockets, streams and long-polls of visitors at one address, and never more than half of all.
  std::int64_t visitor_connections_per_address = 2'000;
  std::int64_t connections_reserved_percent = 5;  // of connections: staff, /healthz, /readyz
  std::int64_t tls_handshakes_per_s = 50;         // of one address; 0: no limit
  std::int64_t tls_handshakes_burst = 500;
  std::int64_t tls_handshakes_at_once = 32;     // of one address, begun and not done; 0: no limit
  std::int64_t connections_total_percent = 90;  // of the process's descriptor limit
  std::int64_t subscriptions_per_connection = 200;
  std::int64_t frames_per_s = 100;  // of any kind, incoming, one connection
  std::int64_t frames_burst = 500;
  std::int64_t bad_frames = 20;  // then the connection ends

  // Liveness (H1, H2), typing and presence.
  std::int64_t ping_interval_ms = 54'000;
  std::int64_t ping_timeout_ms = 60'000;
  std::int64_t typing_interval_ms = 2'000;  // relayed at most this often; clients send every 3 s
  std::int64_t typing_expiry_ms = 6'000;
  std::int64_t presence_linger_ms = 15'000;  // offline this long after the last connection closed

  // Slow readers (H7) and drain (H8).
  std::int64_t slow_ephemeral_bytes = 256 * 1024;  // queued above this: ephemerals are dropped
  std::int64_t slow_queue_bytes = 1024 * 1024;     // queued above this: close 4001
  std::int64_t slow_stalled_ms = 10'000;           // no byte taken for this long: close 4001
  std::int64_t drain_spread_min_ms = 2'000;        // bye.reconnect_in_ms lies between the two
  std::int64_t drain_spread_max_ms = 30'000;
  std::int64_t drain_closes_per_s = 2'000;

  // Resume (C5c): more than this → reset. The ring of recent events keeps resumes off the disk.
  std::int64_t resume_events = 300;
  std::int64_t resume_bytes = 256 * 1024;
  std::int64_t ring_events = 64;             // per log
  std::int64_t ring_bytes = 64 * 1024;       // per log
  std::int64_t ring_conversations = 10'000;  // the least recently active leaves first
  std::int64_t ring_total_bytes = 32 * 1024 * 1024;

  // Answers to reads. A page that comes to more bytes of JSON ends early, with its cursor; it
  // always has one row, which may be larger by itself (content_bytes of control characters: 97
  // KiB).
  std::int64_t visitor_answer_bytes = 256 * 1024;
  std::int64_t agent_answer_bytes = 1024 * 1024;
  // Reads in flight: from the request to the last byte that the client's kernel has taken.
  std::int64_t reads_per_visitor = 4;   // more → 429; 0: no limit
  std::int64_t reads_per_agent = 16;    // more → 429; 0: no limit
  std::int64_t reads_per_address = 32;  // of visitors and strangers; more → 429; 0: no limit
  std::int64_t answers_total_bytes = 64 * 1024 * 1024;  // not yet taken; above it reads get 503

  // Lists.
  std::int64_t page_default = 50;
  std::int64_t page_max = 200;
  std::int64_t unread_max = 100;      // counted no further: 100 is shown as 99+
  std::int64_t counted_max = 10'000;  // conversations of a tab, counted no further

  // Sessions, passwords, one-time links.
  std::int64_t agent_session_idle_s = 12 * 3600;
  std::int64_t agent_session_s = 7 * 24 * 3600;
  std::int64_t visitor_session_s = 365 * 24 * 3600;
  std::int64_t session_touch_s = 60;        // used_at is written at most this often
  std::int64_t known_credentials = 20'000;  // kept in memory, none longer than session_touch_s
  std::int64_t setup_link_s = 15 * 60;
  // Failed sign-ins within sign_in_window_s. 0: no limit.
  std::int64_t sign_in_failures = 5;  // of one account from one address; of one known device
  std::int64_t sign_in_account_failures = 20;  // of one account by strangers from everywhere
  std::int64_t sign_in_address_failures = 50;  // from one address (IPv6: /64) by strangers
  std::int64_t sign_in_window_s = 15 * 60;
  std::int64_t sign_in_keys = 32'768;             // accounts; as many addresses, as many devices
  std::int64_t known_device_s = 180 * 24 * 3600;  // how long a browser keeps its mark
  std::int64_t argon2_memory_bytes = 64 * 1024 * 1024;
  std::int64_t argon2_passes = 3;

  // The store's queues.
  std::int64_t commit_actions = 512;   // most changes in one transaction
  std::int64_t queued_writes = 8'192;  // more wait → 503 with Retry-After
  std::int64_t queued_reads = 8'192;
  std::int64_t queued_passwords = 64;  // of strangers; known devices have as many places again
  std::int64_t loop_queue_bytes = 64 * 1024 * 1024;  // local broker, per loop; above it: lost (N2)
};

}  // namespace walkie
