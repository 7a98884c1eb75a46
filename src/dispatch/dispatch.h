// Dispatch: runs a verb on a store thread and answers on the caller's loop.
//
//   dispatch.run(loop, principal, PostMessage{…}, [](Result<PostedMessage> answer) { … });
//
// Verbs that change wait for the next group commit: everyone who waits goes into one transaction.
// Once it is durable (S2) the answers leave, one post per loop; then the events are encoded once,
// kept in the ring of recent events and published (S3). Verbs that only look run on a reader.
//
// Owner: node/. Any thread may call run, resume, authenticate, sign_in, set_up, create_agent,
// publish. The answer is always called later, on `loop`, exactly once; the loop outlives it. A
// full queue answers `unavailable` with retry_after_s. Threads are injected: with executors that
// are driven by hand everything is deterministic.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "actions/action.h"
#include "actions/authenticate.h"
#include "actions/sign_in.h"
#include "base/executor.h"
#include "base/log.h"
#include "base/metrics.h"
#include "broker/broker.h"
#include "dispatch/jobs.h"
#include "dispatch/resume.h"

namespace walkie {

// What dispatch works with. All of it outlives dispatch.
struct DispatchParts {
  Store& store;
  Broker& broker;
  const Clock& clock;
  Random& random;
  const Limits& limits;
  Executor& writer;                  // the one writer thread
  std::vector<Executor*> readers;    // at least one
  std::vector<Executor*> passwords;  // hashing; as many at once as there are threads (two)
  Log& log;
  Metrics& metrics;
};

struct SignInRequest {
  std::string email;
  std::string password;
  std::string address;  // the client's, for counting failures; of any form
  std::string device;   // the cookie of known devices as it was sent; may be empty or anything
};

struct SetUpRequest {
  std::string token;
  std::string email;
  std::string name;
  std::string password;
};

struct NewAgentRequest {
  std::string email;
  std::string name;
  Role role = Role::agent;
  std::string password;
};

class Dispatch {
 public:
  template <class Answer>
  using Callback = std::function<void(Result<Answer>)>;

  explicit Dispatch(const DispatchParts& parts);
  ~Dispatch();  // after stop(), or with executors that run nothing any more
  Dispatch(const Dispatch&) = delete;

  // options: of verbs that only look.
  template <class Verb>
  void run(Executor& loop, const Principal& principal, Verb verb,
           std::type_identity_t<Callback<typename Verb::Answer>> answer, ReadOptions options = {});

  // Session token or key → principal. Known credentials are answered from memory.
  void authenticate(Executor& loop, const std::string& token,
                    Callback<actions::Authenticated> answer, ReadOptions options = {});
  // Asks the store again for what was known before: has it ended, was it used elsewhere?
  void authenticate_again(Executor& loop, const actions::Authenticated& before,
                          Callback<actions::Authenticated> answer);
  // A person has used this credential just now; its idle time begins again.
  void touch(Executor& loop, const actions::Authenticated& who);
  // authenticate() at once, if memory knows it; nothing otherwise.
  std::optional<actions::Authenticated> known(const std::string& token);

  // Grows whenever a credential ends: what was found out about one before is then to be asked
  // again.
  std::uint64_t credentials_ended() const;

  // Whether the conversation is there and may be read. What the store had to be asked for goes into
  // the ring, so that a resume soon after needs no second read.
  void may_follow(Executor& loop, const Principal& principal, Cursor cursor, Callback<void> answer,
                  ReadOptions options = {});
  // The backlog after a cursor, from the ring or the store. Join live first.
  void resume(Executor& loop, const Principal& principal, Cursor cursor, Callback<Backlog> answer,
              ReadOptions options = {});

  // The frame of an event that was just committed, encoded once for everybody; empty when the ring
  // has it no more.
  SharedBytes recent_frame(ConversationId id, Channel channel, Seq seq);

  // bad_request for what can be no e-mail or password, without counting or hashing; too_many after
  // too many failures; unauthorized (wrong_credentials) whether the account exists or not.
  void sign_in(Executor& loop, const SignInRequest& request, Callback<actions::SignedIn> answer);
  void set_up(Executor& loop, const SetUpRequest& request, Callback<actions::SignedIn> answer);
  void create_agent(Executor& loop, const Principal& principal, const NewAgentRequest& request,
                    Callback<Agent> answer);

  // Forgets failed sign-ins by strangers, of this account or from this address: an operator's word.
  void unlock_account(const Email& email);
  void unlock_address(const std::string& address);

  // Ephemeral frames (typing, presence): at most once, straight to the broker.
  void publish(ChannelKey channel, SharedBytes frame);

  // Refuses new work, finishes what waits and what is in flight, then calls `stopped` on `loop`;
  // all loops that have asked for something turn until then.
  void stop(Executor& loop, Task stopped);
  // Destroys what still waits, unanswered: before what the answers refer to is destroyed, and when
  // the executors run nothing any more.
  void abandon();

  // For /readyz: false while the disk or the database refuses commits, and five seconds longer.
  bool commits_work() const;
  // False while looks at the store fail, and for a moment after the last that did. Any thread.
  bool reads_work() const;

 private:
  class SignIn;
  class State;

  void write(Executor& loop, const Principal& principal, WriteStep step, Finish finish);
  void read(Executor& loop, const Principal& principal, ReadStep step, Finish finish,
            ReadOptions options);

  const std::unique_ptr<State> state_;
};

}  // namespace walkie

#include "dispatch/dispatch_run.h"
