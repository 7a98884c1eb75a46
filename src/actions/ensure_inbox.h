// Creates the first inbox of a new database. Runs at every start and before every command of the
// operator. Agents and bots without an inbox, which an older release may have made, become members
// of all inboxes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "actions/action.h"

namespace walkie::actions {

struct EnsureInbox {
  using Answer = Inbox;  // the first inbox
  std::string name = "Website";
  Result<Answer> run(const Context& context, Transaction& store, Outcome& outcome) const;
};

// Changes the name and the allowed origins of an inbox. For an admin or the operator. Origins are
// stored in canonical form (base/origin.h), each once. Error: bad_request for an invalid origin.
struct UpdateInbox {
  using Answer = Inbox;
  InboxId inbox_id;
  std::optional<std::string> name;
  std::optional<std::vector<std::string>> allowed_origins;
  Result<Answer> run(const Context& context, Transaction& store, Outcome& outcome) const;
};

// Rewrites the allowed origins of all inboxes in canonical form. Runs at every start, because older
// versions stored them as typed. An invalid one is kept, and returned.
struct CanonicaliseOrigins {
  struct Unusable {
    InboxId inbox_id;
    std::string site;  // as stored
    std::string why;
  };
  using Answer = std::vector<Unusable>;
  Result<Answer> run(const Context& context, Transaction& store, Outcome& outcome) const;
};

}  // namespace walkie::actions
