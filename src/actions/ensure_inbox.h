// The default inbox of a fresh database, before anything else touches it: at every start, and
// before every command of the operator. An agent or a key that belongs to no inbox (made before
// there was one, by an older release) becomes a member of all: nobody can be asked to belong to
// none.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "actions/action.h"

namespace walkie::actions {

struct EnsureInbox {
  using Answer = Inbox;  // the first one
  std::string name = "Website";
  Result<Answer> run(const Context& context, Transaction& store, Outcome& outcome) const;
};

// Name and sites of an inbox, by an admin or the operator. Sites are stored in canonical form
// (base/origin.h), each once; one that is no origin is refused.
struct UpdateInbox {
  using Answer = Inbox;
  InboxId inbox_id;
  std::optional<std::string> name;
  std::optional<std::vector<std::string>> allowed_origins;
  Result<Answer> run(const Context& context, Transaction& store, Outcome& outcome) const;
};

// Rewrites the sites of all inboxes in canonical form. Called at every start by the operator: rows
// of older versions hold whatever was typed. What is no origin stays, and is answered.
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
