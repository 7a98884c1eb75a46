// The database's epoch (L4). For the server itself, at its start.
#pragma once

#include <string>

#include "actions/action.h"

namespace walkie::actions {

struct GetEpoch {
  using Answer = std::string;
  Result<Answer> run(const Context&, View& store) const { return store.epoch(); }
};

}  // namespace walkie::actions
