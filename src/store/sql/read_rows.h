// All rows of a running query that selects {….columns}, or its first.
#pragma once

#include <optional>
#include <vector>

#include "store/sql/columns.h"

namespace walkie {

template <class Noun>
std::vector<Noun> all_rows(Running& query) {
  std::vector<Noun> out;
  while (query->step())
    out.push_back(read_row<Noun>(*query));
  return out;
}

template <class Noun>
std::optional<Noun> one_row(Running& query) {
  if (!query->step()) return std::nullopt;
  return read_row<Noun>(*query);
}

}  // namespace walkie
