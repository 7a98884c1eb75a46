// What a node does by itself, on its control thread, while it serves: the store's upkeep, the watch
// over its files, the sweep of ended sessions and the probe of a disk that refuses commits.
#include <signal.h>
#include <unistd.h>

#include "actions/probe_commits.h"
#include "actions/sweep_sessions.h"
#include "node/node.h"

namespace walkie {
namespace {

constexpr Duration maintenance_interval{1'000};
constexpr Duration sweep_interval{60'000};
constexpr Duration probe_interval{2'000};  // while commits fail
// The time from the loss of the files to the end of the server. Meanwhile clients and /readyz are
// told why.
constexpr Duration last_words{5'000};

}  // namespace

void Node::maintain_later() {
  control_->post_after(maintenance_interval, [this] {
    if (auto done = store_->maintain(); !done && ended_) {
      log_.warn("the upkeep of the store failed", {{"reason", done.error().reason}});
    }
    watch_files();
    maintain_later();
  });
}

void Node::watch_files() {
  const std::string lost = store_->files_lost();
  if (lost.empty() || !ended_) return;
  ended_ = Error{.code = Code::unavailable,
                 .reason = "files_lost",
                 .detail = lost +
                           "; the server has stopped, because nobody would have found what it "
                           "wrote"};
  log_.error("the files of the server are lost; it takes no more changes and ends",
             {{"what", lost}});
  control_->post_after(last_words, [] { (void)::kill(::getpid(), SIGTERM); });
}

void Node::sweep_later() {
  control_->post_after(sweep_interval, [this] {
    dispatch_->run(*control_, console_, actions::SweepSessions{}, [this](const Result<int>& done) {
      if (!done) log_.warn("sweep failed", {{"reason", done.error().reason}});
      sweep_later();
    });
  });
}

// Without it /readyz would report failing commits until the next write.
void Node::probe_later() {
  control_->post_after(probe_interval, [this] {
    if (dispatch_->commits_work()) return probe_later();
    dispatch_->run(*control_, console_, actions::ProbeCommits{},
                   [this](const Result<bool>&) { probe_later(); });
  });
}

}  // namespace walkie
