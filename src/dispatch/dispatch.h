// Dispatch: runs a verb on a store thread and answers on the caller's loop.
//
//   dispatch.run(loop, principal, PostMessage{…}, [](Result<PostedMessage> answer) { … });
//
// Verbs that change something wait for the next group commit: all that wait go into one
// transaction. When it is durable (S2), the answers are sent, with one post per loop. Then the
// events are encoded once, kept in the ring of recent events, and published (S3). Verbs that only
// read run on a reader.
//
// Owner: node/. Any thread may call run, resume, authenticate, sign_in, set_up, create_agent and
// publish. The answer is called later, on `loop`, exactly once; the loop must outlive it. Error of
// a full queue: unavailable with retry_after_s. Tests run the executors by hand.
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

// What dispatch uses. All of it must outlive dispatch.
struct DispatchParts {
  Store& store;
  Broker& broker;
  const Clock& clock;
  Random& random;
  const Limits& limits;
  Executor& writer;                  // the one writer thread
  std::vector<Executor*> readers;    // at least one
  std::vector<Executor*> passwords;  // one for each hash at the same time (two)
  Log& log;
  Metrics& metrics;
};

struct SignInRequest {
  std::string email;
  std::string password;
  std::string address;  // of the client, in any form; failures are counted by it
  std::string device;   // the cookie of known devices as the client sent it
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
  ~Dispatch();  // after stop(), or when the executors run no more
  Dispatch(const Dispatch&) = delete;

  // options: for verbs that only read.
  template <class Verb>
  void run(Executor& loop, const Principal& principal, Verb verb,
           std::type_identity_t<Callback<typename Verb::Answer>> answer, ReadOptions options = {});

  // From a session token or a key to its principal. Known credentials are in memory.
  void authenticate(Executor& loop, const std::string& token,
                    Callback<actions::Authenticated> answer, ReadOptions options = {});
  // Reads a known credential again: it may have ended, or its session was used elsewhere.
  void authenticate_again(Executor& loop, const actions::Authenticated& before,
                          Callback<actions::Authenticated> answer);
  // A person has used this credential now: its idle time begins again.
  void touch(Executor& loop, const actions::Authenticated& who);
  // The principal, if the credential is in memory; nullopt otherwise.
  std::optional<actions::Authenticated> known(const std::string& token);

  // Grows when a credential ends. A credential that was checked before it grew must be checked
  // again.
  std::uint64_t credentials_ended() const;

  // Checks that the conversation exists and may be read. Rows that it reads from the store are kept
  // in the ring, so that a resume soon after reads nothing.
  void may_follow(Executor& loop, const Principal& principal, Cursor cursor, Callback<void> answer,
                  ReadOptions options = {});
  // The backlog after a cursor, from the ring or the store. Subscribe to live events first.
  void resume(Executor& loop, const Principal& principal, Cursor cursor, Callback<Backlog> answer,
              ReadOptions options = {});

  // The encoded frame of an event that was just committed. Empty when the ring does not have it.
  SharedBytes recent_frame(ConversationId id, Channel channel, Seq seq);

  // Errors: bad_request for text that cannot be an e-mail address or a password, without counting
  // or hashing; too_many after too many failures; unauthorized (wrong_credentials), the same
  // whether the account exists or not.
  void sign_in(Executor& loop, const SignInRequest& request, Callback<actions::SignedIn> answer);
  void set_up(Executor& loop, const SetUpRequest& request, Callback<actions::SignedIn> answer);
  void create_agent(Executor& loop, const Principal& principal, const NewAgentRequest& request,
                    Callback<Agent> answer);

  // For the operator: forgets failed sign-ins of this account or from this address.
  void unlock_account(const Email& email);
  void unlock_address(const std::string& address);

  // Publishes an ephemeral frame (typing, presence): at most once, without the store.
  void publish(ChannelKey channel, SharedBytes frame);

  // Refuses new work, finishes the queued work, then calls `stopped` on `loop`. The loops that wait
  // for answers must run until then.
  void stop(Executor& loop, Task stopped);
  // Destroys the queued work without answers. Call it when the executors run no more, and before
  // the objects that the answers use are destroyed.
  void abandon();

  // For /readyz: false while commits fail, and for five seconds more.
  bool commits_work() const;
  // False while reads of the store fail, and for a few seconds more. Any thread.
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
