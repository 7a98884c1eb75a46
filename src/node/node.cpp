#include "node/node.h"

#include <algorithm>
#include <utility>

#include "actions/ensure_inbox.h"
#include "actions/set_up.h"
#include "base/assets.h"
#include "chat/permissions.h"
#include "node/admin.h"
#include "node/backup.h"
#include "node/net_limits.h"

namespace walkie {
namespace {

constexpr int password_threads = 2;  // security.md: at most two hashes at once

// The public origin is what browsers see; it decides cookies and which Origin is our own.
ApiSettings api_settings(const Config& config) {
  ApiSettings settings;
  settings.public_origin = config.public_url;
  settings.secure =
      !config.tls_certificate.empty() || settings.public_origin.starts_with("https://");
  // An https public_url without a certificate of ours means that a proxy speaks TLS.
  settings.proxied = config.behind_proxy || !config.trusted_proxies.empty() ||
                     (settings.secure && config.tls_certificate.empty());
  settings.allowed_origins = config.allowed_origins;
  settings.demo = config.demo;
  settings.connections = net_limits(config).admission.connections;
  return settings;
}

}  // namespace

Node::Node(const Config& config, const Clock& clock, Random& random, Log& log)
    : config_(config), clock_(clock), random_(random), log_(log), console_(console_principal()) {}

Node::~Node() { stop(Duration(0)); }

Result<void> Node::start() {
  if (!config_.tls_certificate.empty()) {
    auto tls = net::TlsContext::load(config_.tls_certificate, config_.tls_key);
    if (!tls) return tls.error();
    tls_ = std::move(tls).value();
  }
  if (auto opened = open_store(); !opened) return opened;
  start_threads();
  if (auto inbox = ask(actions::EnsureInbox{}); !inbox) return inbox.error();
  if (auto canonical = canonicalise_origins(); !canonical) return canonical;
  // Opened before the server serves: a client that gets an answer may send commands at once.
  if (auto opened = open_admin_socket(); !opened) return opened;
  if (auto serving = start_serving(); !serving) return serving;
  maintain_later();
  sweep_later();
  probe_later();
  return {};
}

Result<void> Node::open_admin_socket() {
  auto socket = AdminSocket::open(config_.data,
                                  [this](const AdminRequest& request) { return admin(request); });
  if (!socket) return socket.error();
  admin_socket_ = std::move(socket).value();
  return {};
}

std::uint16_t Node::port() const {
  if (listening_.load()) return server_->port();
  const auto address = parse_address(config_.listen);
  return address ? address->port : 0;
}

Result<void> Node::open_store() {
  SqliteStoreOptions options;
  options.backups_kept = static_cast<std::size_t>(config_.backups_kept);
  options.on_upgrade = [this](int from, int to) {
    log_.info("upgrading the database", {{"from_schema", from}, {"to_schema", to}});
  };
  options.loss =
      config_.accept_loss ? SqliteStoreOptions::Loss::accept : SqliteStoreOptions::Loss::refuse;
  options.on_notice = [this](const std::string& what) { log_.warn(what); };
  options.on_failure = [this](int code, const std::string& words) {
    log_.error("database error", {{"sqlite", code}, {"words", words}});
  };
  auto store = open_sqlite_store(config_.data, clock_, random_, options);
  if (!store) return store.error();
  store_ = std::move(store).value();
  remove_untaken_copies(config_.data);
  return {};
}

Result<void> Node::canonicalise_origins() {
  const auto unusable = ask(actions::CanonicaliseOrigins{});
  if (!unusable) return unusable.error();
  for (const auto& each : unusable.value()) {
    log_.warn("a site on an inbox's list can never match; walkie admin remove-origin removes it",
              {{"inbox_id", each.inbox_id.value}, {"origin", each.site}, {"why", each.why}});
  }
  return {};
}

void Node::start_threads() {
  broker_ = std::make_unique<LocalBroker>(config_.limits.loop_queue_bytes);
  control_ = std::make_unique<WorkerThread>(clock_);
  writer_ = std::make_unique<WorkerThread>(clock_);
  DispatchParts parts{*store_,  *broker_, clock_, random_, config_.limits,
                      *writer_, {},       {},     log_,    metrics_};
  for (std::int64_t i = 0; i < config_.readers; ++i) {
    readers_.push_back(std::make_unique<WorkerThread>(clock_));
    parts.readers.push_back(readers_.back().get());
  }
  for (int i = 0; i < password_threads; ++i) {
    passwords_.push_back(std::make_unique<WorkerThread>(clock_));
    parts.passwords.push_back(passwords_.back().get());
  }
  dispatch_ = std::make_unique<Dispatch>(parts);
}

Result<void> Node::start_serving() {
  const auto cores = static_cast<std::int64_t>(std::max(1U, std::thread::hardware_concurrency()));
  const auto count = config_.threads > 0 ? config_.threads : std::min<std::int64_t>(cores, 64);
  std::vector<net::Loop*> loops;
  ApiParts parts{*dispatch_, *broker_, clock_,       random_, config_.limits,
                 log_,       metrics_, web_assets(), {}};
  for (std::int64_t i = 0; i < count; ++i) {
    loops_.push_back(std::make_unique<net::Loop>(clock_));
    loops.push_back(loops_.back().get());
    parts.loops.push_back(loops_.back().get());
  }
  api_ = std::make_unique<Api>(parts, api_settings(config_));
  api_->add_check("files", [this] {
    const std::string lost = store_->files_lost();
    return lost.empty() ? std::string("ok") : "lost";
  });
  api_->register_routes(router_);
  for (auto& loop : loops_)
    threads_.emplace_back([&loop] { loop->run(); });

  std::promise<Result<void>> ready;
  api_->start([&ready](Result<void> started) { ready.set_value(std::move(started)); });
  if (auto started = ready.get_future().get(); !started) return started;

  net::ServerOptions options;
  const auto address = parse_address(config_.listen);
  if (!address) return address.error();
  options.listen = {{address->host, address->port}};
  options.limits = net_limits(config_);
  options.trusted_proxies = config_.trusted_proxies;
  options.tls = tls_.get();
  server_ = std::make_unique<net::Server>(loops, router_, std::move(options), random_);
  bridge_figures();
  auto started = server_->start();
  listening_.store(started.ok());
  // Not before: a server that cannot listen leaves the database as it was.
  if (!started) return started;
  if (auto counted = store_->count_start(); !counted) {
    log_.warn("the start could not be written down", {{"reason", counted.error().reason}});
  }
  return {};
}

Result<std::string> Node::setup_link() {
  const auto done = ask(actions::IsSetUp{});
  if (!done) return done.error();
  if (done.value()) return std::string();
  const auto link = ask(actions::CreateSetupLink{});
  if (!link) return link.error();
  return base_url(config_, port()) + "/agent/setup#" + link->token;
}

Result<std::string> Node::admin(AdminRequest request) {
  const auto verb = request.verb;
  const auto email = request.field("email");
  const auto address = request.field("address");
  if (verb == "backup") {
    auto copied = copy_inside(*store_, config_.data, random_);
    log_.info("admin command", {{"verb", verb}, {"ok", copied.ok()}});
    return copied;
  }
  if (verb == "metrics") return metrics_.render();
  auto prepared =
      prepare_admin_request(std::move(request), base_url(config_, port()), random_, config_.limits);
  if (!prepared) return prepared.error();
  auto answer = ask(AdminVerb{std::move(prepared).value()});
  // The site can be used when the command says so. A server that is still starting has yet to read
  // its sites, and has no api_ to ask.
  const bool sites_changed = verb == "allow-origin" || verb == "remove-origin";
  if (answer && sites_changed && listening_.load()) {
    std::promise<void> read;
    api_->read_origins([&read] { read.set_value(); });
    read.get_future().wait();
  }
  if (answer && verb == "unlock") unlock(email, address);
  log_.info("admin command", {{"verb", verb}, {"ok", answer.ok()}});
  return answer;
}

void Node::unlock(const std::string& email, const std::string& address) {
  if (const auto account = Email::from(email, config_.limits)) dispatch_->unlock_account(*account);
  if (!address.empty()) dispatch_->unlock_address(address);
}

void Node::reload() {
  if (tls_ == nullptr) return;
  if (auto reloaded = tls_->reload(); !reloaded) {
    log_.error("certificate not reloaded", {{"why", reloaded.error().detail}});
    return;
  }
  log_.info("certificate reloaded");
}

// The threads have ended. Answers that never got to run refer to the api.
void Node::forget_tasks() {
  if (dispatch_ != nullptr) dispatch_->abandon();
  for (auto& loop : loops_)
    loop->forget();
}

void Node::stop(Duration patience) {
  admin_socket_.reset();
  // One deadline for all steps together; each still gets a second, to be told that it is over.
  const Instant deadline = clock_.now() + patience;
  const auto wait = [this, deadline](std::future<void> done) {
    done.wait_for(std::max(Duration(0), deadline - clock_.now()) + Duration(1'000));
  };
  if (server_ != nullptr && patience > Duration(0)) {
    auto drained = std::make_shared<std::promise<void>>();
    auto idle = std::make_shared<std::promise<void>>();
    // The doors stay open until the last client was told: /readyz says 503, sends finish.
    api_->drain([drained] { drained->set_value(); });
    wait(drained->get_future());
    server_->drain([idle] { idle->set_value(); });
    wait(idle->get_future());
  }
  if (server_ != nullptr) {
    auto stopped = std::make_shared<std::promise<void>>();
    server_->stop([stopped] { stopped->set_value(); });
    wait(stopped->get_future());
  }
  if (dispatch_ != nullptr) {
    // What is in flight reaches the disk before anything is taken down.
    std::promise<void> finished;
    dispatch_->stop(*control_, [&finished] { finished.set_value(); });
    finished.get_future().wait();
  }
  for (auto& loop : loops_)
    loop->stop();
  for (auto& thread : threads_)
    thread.join();
  threads_.clear();
  server_.reset();
  for (auto* pool : {&passwords_, &readers_}) {
    for (auto& thread : *pool)
      thread->stop();
  }
  if (writer_ != nullptr) writer_->stop();
  if (control_ != nullptr) control_->stop();
  forget_tasks();
  api_.reset();
  dispatch_.reset();
  loops_.clear();
  broker_.reset();
  store_.reset();
}

}  // namespace walkie
