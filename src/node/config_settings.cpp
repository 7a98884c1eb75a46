// The table of settings: a name, a member of Config, and a line of help for each.
#include "node/config.h"

namespace walkie {
namespace {

// Adds "limits.NAME" settings.
class LimitTable {
 public:
  explicit LimitTable(std::vector<Setting>& settings) : settings_(settings) {}
  void operator()(const char* name, std::int64_t& target, const char* help, std::int64_t least = 0,
                  std::int64_t most = INT64_MAX) {
    settings_.push_back({.name = std::string("limits.") + name,
                         .target = &target,
                         .help = help,
                         .least = least,
                         .most = most});
  }

 private:
  std::vector<Setting>& settings_;
};

// Limits of input: text, frames, requests.
void add_input_limits(Limits& limits, LimitTable add) {
  add("content_bytes", limits.content_bytes, "bytes of UTF-8 in one message", 1);
  add("restore_s", limits.restore_s,
      "a sender may restore a deleted message for this long; 0: never");
  add("client_id_bytes", limits.client_id_bytes, "bytes of a client_id");
  add("name_bytes", limits.name_bytes, "bytes of a name");
  add("email_bytes", limits.email_bytes, "bytes of an e-mail address");
  add("password_bytes_min", limits.password_bytes_min, "bytes of the shortest password");
  add("password_bytes_max", limits.password_bytes_max, "bytes of the longest password");
  add("typing_text_bytes", limits.typing_text_bytes,
      "bytes of a visitor's unsent text that agents see; the visitor is told; 0: none");
  add("frame_bytes", limits.frame_bytes, "bytes of one WebSocket frame from a client", 125);
  add("message_bytes", limits.message_bytes,
      "bytes of one WebSocket message, all fragments together", 125);
  add("inflated_bytes", limits.inflated_bytes, "bytes of one WebSocket message after inflating");
  add("fragments_per_message", limits.fragments_per_message, "fragments of one WebSocket message",
      1);
  add("control_frames", limits.control_frames,
      "control frames of a client within control_window_ms", 1);
  add("control_window_ms", limits.control_window_ms, "the time over which control_frames counts");
  add("http_header_bytes", limits.http_header_bytes, "bytes of the request line and headers", 256);
  add("http_header_fields", limits.http_header_fields, "headers of one request", 4);
  add("http_header_timeout_ms", limits.http_header_timeout_ms, "time for the headers to arrive");
  add("http_idle_timeout_ms", limits.http_idle_timeout_ms,
      "a connection stays open this long between two requests");
  add("body_bytes", limits.body_bytes, "bytes of one request body", 256);
  add("body_bytes_per_s", limits.body_bytes_per_s, "a body that arrives more slowly is refused");
  add("long_poll_wait_ms", limits.long_poll_wait_ms, "longest wait of GET …/events?wait=");
}

// Rates, counts and times.
void add_rate_limits(Limits& limits, LimitTable add) {
  add("visitor_messages_per_s", limits.visitor_messages_per_s, "rate of one visitor; 0: no limit");
  add("visitor_messages_burst", limits.visitor_messages_burst, "burst of one visitor");
  add("agent_messages_per_s", limits.agent_messages_per_s, "rate of one agent; 0: no limit");
  add("agent_messages_burst", limits.agent_messages_burst, "burst of one agent");
  add("visitor_reads_per_s", limits.visitor_reads_per_s,
      "reads of one visitor, resumes too; 0: no limit");
  add("visitor_reads_burst", limits.visitor_reads_burst, "burst after a pause", 1);
  add("agent_reads_per_s", limits.agent_reads_per_s,
      "reads of one agent or key, resumes too; 0: no limit");
  add("agent_reads_burst", limits.agent_reads_burst, "burst after a pause", 1);
  add("visitor_changes_per_s", limits.visitor_changes_per_s,
      "PATCH, DELETE and read positions of one visitor; 0: no limit");
  add("visitor_changes_burst", limits.visitor_changes_burst, "burst after a pause", 1);
  add("agent_changes_per_s", limits.agent_changes_per_s,
      "PATCH, DELETE and read positions of one agent or key; 0: no limit");
  add("agent_changes_burst", limits.agent_changes_burst, "burst after a pause", 1);
  add("conversations_per_hour", limits.conversations_per_hour,
      "new conversations of one visitor; 0: no limit");
  add("address_conversations_per_hour", limits.address_conversations_per_hour,
      "new conversations from one address (IPv6: /64); 0: no limit");
  add("visitors_per_hour", limits.visitors_per_hour,
      "new visitors from one address (IPv6: /64); 0: no limit");
  add("refusals_per_minute", limits.refusals_per_minute,
      "refused attempts of one visitor to open a conversation; 0: no limit");
  add("address_refusals_per_minute", limits.address_refusals_per_minute,
      "refused attempts from one address to become a visitor; 0: no limit");
  add("rate_keys", limits.rate_keys,
      "visitors, agents and addresses whose rates are kept in memory", 64);
  add("handshakes_per_s", limits.handshakes_per_s,
      "WebSocket handshakes of all clients together; 0: no limit");
  add("handshakes_burst", limits.handshakes_burst, "burst of handshakes");
  add("connections_per_visitor", limits.connections_per_visitor,
      "live connections of one visitor at once; 0: no limit");
  add("connections_per_agent", limits.connections_per_agent,
      "live connections of one agent at once; 0: no limit");
  add("connections_per_address", limits.connections_per_address,
      "connections of one address that have sent no request yet; 0: no limit");
  add("kept_connections_per_address", limits.kept_connections_per_address,
      "HTTP connections of one address; above it the one idle longest is closed; 0: no limit");
  add("visitor_connections_per_address", limits.visitor_connections_per_address,
      "live connections of visitors at one address, at most half of all; 0: half of all");
  add("connections_reserved_percent", limits.connections_reserved_percent,
      "percent of all connections kept for agents, keys, /healthz and /readyz", 0, 50);
  add("tls_handshakes_per_s", limits.tls_handshakes_per_s,
      "TLS handshakes of one address; 0: no limit");
  add("tls_handshakes_burst", limits.tls_handshakes_burst, "burst after a pause", 1);
  add("tls_handshakes_at_once", limits.tls_handshakes_at_once,
      "unfinished TLS handshakes of one address; 0: no limit");
  add("connections_total_percent", limits.connections_total_percent,
      "percent of the file descriptors of the process for connections", 1, 100);
  add("subscriptions_per_connection", limits.subscriptions_per_connection,
      "conversations that one connection may subscribe to", 1);
  add("ping_interval_ms", limits.ping_interval_ms, "the server pings a WebSocket this often", 10);
  add("ping_timeout_ms", limits.ping_timeout_ms,
      "a WebSocket that was silent for this long is closed (4002)", 10);
  add("frames_per_s", limits.frames_per_s, "incoming frames of one connection; 0: no limit");
  add("frames_burst", limits.frames_burst, "burst after a pause");
  add("bad_frames", limits.bad_frames, "this many unreadable frames end a connection; 0: no limit");
  add("typing_interval_ms", limits.typing_interval_ms,
      "typing is relayed at most once in this time");
  add("typing_expiry_ms", limits.typing_expiry_ms, "typing is shown for this long");
  add("presence_linger_ms", limits.presence_linger_ms,
      "a visitor is shown as offline this long after its last connection closed");
}

// Slow readers, memory, and the sizes of answers.
void add_inner_limits(Limits& limits, LimitTable add) {
  add("slow_ephemeral_bytes", limits.slow_ephemeral_bytes,
      "bytes queued for a reader; above this, typing and presence are dropped");
  add("slow_queue_bytes", limits.slow_queue_bytes,
      "bytes queued for a reader; above this, it is closed (4001)", 1024);
  add("slow_stalled_ms", limits.slow_stalled_ms,
      "a reader that takes no byte for this long is closed (4001)");
  add("drain_spread_min_ms", limits.drain_spread_min_ms,
      "when the server stops: clients reconnect after this time at the earliest");
  add("drain_spread_max_ms", limits.drain_spread_max_ms,
      "when the server stops: clients reconnect after this time at the latest");
  add("drain_closes_per_s", limits.drain_closes_per_s,
      "connections closed in a second when the server stops");
  add("resume_events", limits.resume_events,
      "a client that missed more than this starts again from the newest page");
  add("resume_bytes", limits.resume_bytes,
      "a client that missed more than this starts again from the newest page");
  add("ring_events", limits.ring_events, "recent events kept in memory per log");
  add("ring_bytes", limits.ring_bytes, "recent bytes kept in memory per log");
  add("ring_conversations", limits.ring_conversations,
      "conversations whose recent events are kept in memory");
  add("ring_total_bytes", limits.ring_total_bytes,
      "bytes of memory for all recent events together");
  add("visitor_answer_bytes", limits.visitor_answer_bytes,
      "JSON bytes of a page for a visitor; a longer page ends early, with a cursor", 1024);
  add("agent_answer_bytes", limits.agent_answer_bytes,
      "JSON bytes of a page for an agent or key; a longer page ends early, with a cursor", 1024);
  add("reads_per_visitor", limits.reads_per_visitor,
      "reads of one visitor in flight; more: 429; 0: no limit");
  add("reads_per_agent", limits.reads_per_agent,
      "reads of one agent or key in flight; more: 429; 0: no limit");
  add("reads_per_address", limits.reads_per_address,
      "reads of the visitors at one address in flight; more: 429; 0: no limit");
  add("answers_total_bytes", limits.answers_total_bytes,
      "bytes of all answers that clients have not received yet; above this, reads get 503", 1024);
  add("page_default", limits.page_default, "rows of a list when the request names no limit", 1);
  add("page_max", limits.page_max, "most rows of a list", 1, 1000);
  add("unread_max", limits.unread_max, "unread messages are counted up to this");
  add("counted_max", limits.counted_max, "conversations of a tab are counted up to this");
}

// Sessions, sign-ins, and the queues of the store.
void add_session_limits(Limits& limits, LimitTable add) {
  add("agent_session_idle_s", limits.agent_session_idle_s,
      "an agent is signed out after this long without a request");
  add("agent_session_s", limits.agent_session_s,
      "an agent is signed out after this long in any case");
  add("visitor_session_s", limits.visitor_session_s,
      "a visitor's browser keeps its session for this long");
  add("session_touch_s", limits.session_touch_s,
      "the last use of a session is saved at most this often");
  add("known_credentials", limits.known_credentials, "sessions and keys kept in memory");
  add("setup_link_s", limits.setup_link_s, "the link for the first admin is valid for this long");
  add("sign_in_failures", limits.sign_in_failures,
      "failures at one account by unknown devices at one address, or of one known device; "
      "0: no limit");
  add("sign_in_account_failures", limits.sign_in_account_failures,
      "failures at one account by unknown devices everywhere; 0: no limit");
  add("sign_in_address_failures", limits.sign_in_address_failures,
      "failures from one address by unknown devices; 0: no limit");
  add("sign_in_keys", limits.sign_in_keys,
      "accounts with failures in memory; the same number of addresses, and of devices", 64);
  add("known_device_s", limits.known_device_s,
      "a browser that has signed in stays a known device for this long");
  add("sign_in_window_s", limits.sign_in_window_s, "the time over which sign-in failures count");
  add("argon2_memory_bytes", limits.argon2_memory_bytes, "bytes of memory of one password hash",
      8192);
  add("argon2_passes", limits.argon2_passes, "passes of one password hash", 1);
  add("commit_actions", limits.commit_actions, "most changes in one transaction", 1);
  add("queued_writes", limits.queued_writes, "most changes in the queue; more: 503", 1);
  add("queued_reads", limits.queued_reads, "most reads in the queue; more: 503", 1);
  add("queued_passwords", limits.queued_passwords,
      "most sign-ins in each queue: unknown devices, known devices; more: 503", 1);
  add("loop_queue_bytes", limits.loop_queue_bytes,
      "most bytes of events in the queue of one event loop");
}

}  // namespace

Settings settings_of(Config& config) {
  std::vector<Setting> settings{
      {.name = "data",
       .target = &config.data,
       .help = "the data folder: database, settings and backups"},
      {.name = "listen", .target = &config.listen, .help = "ADDRESS:PORT to serve on"},
      {.name = "public_url",
       .target = &config.public_url,
       .help = "the URL that browsers use; empty: made from listen"},
      {.name = "threads",
       .target = &config.threads,
       .help = "event loops; 0: one per core",
       .most = 64},
      {.name = "readers",
       .target = &config.readers,
       .help = "threads that read the database",
       .least = 1,
       .most = 64},
      {.name = "behind_proxy",
       .target = &config.behind_proxy,
       .help = "a proxy is in front of Walkie; needs trusted_proxies"},
      {.name = "trusted_proxies",
       .target = &config.trusted_proxies,
       .help =
           "IP addresses or CIDR blocks of proxies; their X-Forwarded-For or Forwarded is used"},
      {.name = "allowed_origins",
       .target = &config.allowed_origins,
       .help = "origins that may use the API and the WebSocket, besides those of the inboxes"},
      {.name = "tls_certificate",
       .target = &config.tls_certificate,
       .help = "PEM file with the certificate and its chain"},
      {.name = "tls_key", .target = &config.tls_key, .help = "PEM file with the private key"},
      {.name = "deflate",
       .target = &config.deflate,
       .help = "offer permessage-deflate (RFC 7692) on WebSockets"},
      {.name = "log_level", .target = &config.log_level, .help = "debug, info, warn or error"},
      {.name = "log_format", .target = &config.log_format, .help = "text or json"},
      {.name = "demo", .target = &config.demo, .help = "serve the demo shop at /demo"},
      {.name = "backups_kept",
       .target = &config.backups_kept,
       .help = "how many copies from before a migration are kept",
       .most = 100},
  };
  const LimitTable table(settings);
  add_input_limits(config.limits, table);
  add_rate_limits(config.limits, table);
  add_inner_limits(config.limits, table);
  add_session_limits(config.limits, table);
  return Settings(std::move(settings));
}

}  // namespace walkie
