#include "api/api.h"

#include <algorithm>

#include "actions/get_epoch.h"
#include "actions/list_people.h"
#include "api/connection_counts.h"
#include "api/live/live_loop.h"
#include "api/origins.h"
#include "api/pages.h"
#include "api/presence.h"
#include "api/rates.h"
#include "api/read_slots.h"
#include "base/assert.h"
#include "chat/permissions.h"
#include "dispatch/dispatch.h"
#include "net/static_files.h"

namespace walkie {
namespace {

constexpr Duration origins_interval(5000);

// Calls `done` when every loop has answered, on the thread of the last one.
class Countdown {
 public:
  Countdown(std::size_t count, std::function<void()> done) : left_(count), done_(std::move(done)) {}
  void one() {
    if (--left_ == 0) done_();
  }

 private:
  std::atomic<std::size_t> left_;
  std::function<void()> done_;
};

}  // namespace

Api::Api(const ApiParts& parts, ApiSettings settings)
    : parts_(parts),
      settings_(std::move(settings)),
      files_(std::make_unique<net::StaticFiles>(parts.assets)),
      origins_(std::make_unique<api::Origins>(settings_)),
      rates_(std::make_unique<api::Rates>(parts.clock, parts.limits, parts.metrics)),
      reads_(std::make_unique<api::ReadSlots>(parts.limits)),
      connection_counts_(
          std::make_unique<api::ConnectionCounts>(parts.limits, settings_.connections)),
      presence_(std::make_unique<api::Presence>(parts.dispatch, parts.limits)) {
  WALKIE_ASSERT(!parts_.loops.empty());
  api::name_pages(*files_);
  for (Executor* loop : parts_.loops) {
    live_.push_back(std::make_unique<api::LiveLoop>(*loop, parts.broker, parts.dispatch,
                                                    parts.clock, parts.log, parts.metrics));
  }
  add_check("store", [this] { return parts_.dispatch.commits_work() ? "ok" : "commits fail"; });
  add_check("reads", [this] { return parts_.dispatch.reads_work() ? "ok" : "reads fail"; });
  add_check("draining", [this] { return draining() ? "stopping" : "ok"; });
}

Api::~Api() = default;

api::LiveLoop& Api::live(Executor& loop) {
  for (const auto& live : live_) {
    if (&live->executor() == &loop) return *live;
  }
  WALKIE_ASSERT(!"a request came on a loop that the api was not told about");
  return *live_.front();
}

void Api::add_check(std::string name, std::function<std::string()> check) {
  checks_[std::move(name)] = std::move(check);
}

std::map<std::string, std::string> Api::checks() const {
  std::map<std::string, std::string> found;
  for (const auto& [name, check] : checks_)
    found[name] = check();
  return found;
}

void Api::start(std::function<void(Result<void>)> started) {
  Executor& first = *parts_.loops.front();
  first.post([this, &first, started = std::move(started)] {
    parts_.dispatch.run(
        first, console_principal(), actions::GetEpoch{},
        [this, &first, started](const Result<std::string>& epoch) {
          if (!epoch) return started(epoch.error());
          epoch_ = *epoch;
          parts_.dispatch.run(
              first, console_principal(), actions::ListOrigins{},
              [this, &first, started](Result<std::vector<Inbox>> inboxes) {
                if (!inboxes) return started(inboxes.error());
                origins_->replace(std::move(*inboxes));
                join_loops([&first, started] { first.post([started] { started({}); }); });
                first.post_after(origins_interval, [this] { refresh_origins(); });
              });
        });
  });
}

void Api::join_loops(std::function<void()> joined) {
  const auto countdown = std::make_shared<Countdown>(live_.size(), std::move(joined));
  for (const auto& live : live_) {
    live->executor().post([&live = *live, countdown] {
      live.open();
      countdown->one();
    });
  }
}

void Api::read_origins(std::function<void()> done) {
  parts_.dispatch.run(*parts_.loops.front(), console_principal(), actions::ListOrigins{},
                      [this, done = std::move(done)](Result<std::vector<Inbox>> inboxes) {
                        if (inboxes) origins_->replace(std::move(*inboxes));
                        done();
                      });
}

void Api::refresh_origins() {
  if (draining()) return;
  read_origins([this] {
    parts_.loops.front()->post_after(origins_interval, [this] { refresh_origins(); });
  });
}

void Api::drain(std::function<void()> drained) {
  draining_ = true;
  Executor& first = *parts_.loops.front();
  const auto countdown = std::make_shared<Countdown>(
      live_.size(), [&first, drained = std::move(drained)] { first.post(drained); });
  const std::int64_t rate = parts_.limits.drain_closes_per_s;
  const auto loops = static_cast<std::int64_t>(live_.size());
  for (const auto& live : live_) {
    live->executor().post([this, &live = *live, countdown, rate, loops] {
      api::LiveLoop::Drain drain;
      drain.spread_min_ms = parts_.limits.drain_spread_min_ms;
      drain.spread_max_ms = parts_.limits.drain_spread_max_ms;
      drain.closes_per_s = rate <= 0 ? 0 : std::max<std::int64_t>(1, rate / loops);
      drain.random = &parts_.random;
      drain.drained = [&live, countdown] {
        live.close();
        countdown->one();
      };
      live.drain(std::move(drain));
    });
  }
}

}  // namespace walkie
