// The parts of a Dispatch. For the sources of this room only.
#pragma once

#include "dispatch/commit_queue.h"
#include "dispatch/dispatch.h"
#include "dispatch/known_credentials.h"
#include "dispatch/password_queue.h"
#include "dispatch/publisher.h"
#include "dispatch/read_queue.h"
#include "dispatch/recent_events.h"
#include "dispatch/settings_in_use.h"
#include "dispatch/sign_in_failures.h"

namespace walkie {

class Dispatch::State {
 public:
  explicit State(const DispatchParts& given);

  const DispatchParts parts;
  RecentEvents recent;
  KnownCredentials known;
  SignInFailures failures;
  SettingsInUse settings_in_use;
  PasswordQueue passwords;
  ReadQueue reads;
  Publisher publisher;
  CommitQueue writes;
  Counter& resumed_from_ring;
  Counter& resumed_from_store;
};

}  // namespace walkie
